/** What the interactions work with, and what each of them is given. */
import type { Clock } from '../kernel/clock.ts'
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import type { Conditions } from './conditions.ts'
import type { Outcome } from './outcome.ts'
import type { Access, Operation } from './ports/access.ts'
import type { Secrets } from './ports/secrets.ts'
import type { Store } from './ports/store.ts'

/** A write that happened; the same shape as the plug-in contract's. */
export interface Written {
  readonly type: string
  readonly id: string
  readonly outcome: 'created' | 'updated' | 'deleted'
  /** The document after the write (before it, for a deletion), without secrets. */
  readonly resource: JsonObject
  /** Dotted paths of `x-secret` fields that were set to a new value or removed. */
  readonly secretsChanged: readonly string[]
}

export interface EngineParts {
  readonly registry: Registry
  readonly store: Store
  /** Undefined: everything is allowed, as there is nobody to ask. */
  readonly access: Access | undefined
  readonly secrets: Secrets
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Public URL of the resources, without a slash at its end; links in Bundles start with it. */
  readonly baseUrl: string
  readonly checkWrite?: (type: string, resource: JsonObject) => Promise<readonly Issue[]>
  readonly onWritten?: (written: Written) => Promise<void>
}

/** One request after it was allowed. */
export interface Task {
  readonly type: ResourceType
  readonly operation: Operation
  readonly conditions: Conditions
}

export type PerformInteraction = (parts: EngineParts, task: Task) => Promise<Outcome>
