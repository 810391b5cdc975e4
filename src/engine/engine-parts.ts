/** What the interactions work with, and what each of them is given. */
import type { LargeChecks, LargeDocuments } from '../formats/large-documents.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import type { Answer } from './answers.ts'
import type { OneAtATime } from './one-at-a-time.ts'
import type { Access, Allowed, Decision, Operation } from './ports/access.ts'
import type { Secrets } from './ports/secrets.ts'
import type { Unit, Version } from './ports/store.ts'
import type { WriteListener, WriteRule } from './ports/writes.ts'
import type { Conditions } from './preconditions.ts'

/** `store` and `records`: those of the transaction, inside one. */
export interface EngineParts extends Unit {
  readonly registry: Registry
  /** Undefined: everything is allowed, as there is nobody to ask. */
  readonly access: Access | undefined
  readonly secrets: Secrets
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Public URL of the resources, without a slash at its end; links in Bundles start with it. */
  readonly baseUrl: string
  /** By type. A type that is not here is written in one statement, without a transaction. */
  readonly rules?: ReadonlyMap<string, readonly WriteRule[]>
  /** Where large documents are parsed and checked. Default: where the others are. */
  readonly largeDocuments?: Pick<LargeDocuments, 'parse'> & LargeChecks
  /** Default of an engine: its own writers of one resource wait for each other. Absent elsewhere: nobody waits. */
  readonly oneAtATime?: OneAtATime
  /** Told of every write after its commit, in their order. */
  readonly listeners?: readonly WriteListener[]
}

/** One request after it was allowed. */
export interface Task {
  readonly type: ResourceType
  readonly operation: Operation
  readonly conditions: Conditions
  /** What was allowed: perhaps only some rows, and not every element of them. */
  readonly decision: Allowed
  /** Tells callers apart where they take turns: a name, or the address of a stranger. */
  readonly asker: string
  /** The version that the decision looked at, null for none; undefined: it holds whatever is stored. */
  readonly decidedOn?: Version | null
  /**
   * What would be decided of reading the resource, for answers that show it to whom another operation was allowed. `load`
   * is called by a decision that looks at the stored resource.
   */
  readonly decideRead?: (load: () => Promise<Version | null>) => Promise<Decision> | Decision
}

export type PerformInteraction = (parts: EngineParts, task: Task) => Promise<Answer>
