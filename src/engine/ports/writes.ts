/** What plug-ins say to a write before it happens, and what they hear of it afterwards. */
import type { Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Unit } from './store.ts'

/**
 * A rule for writes of a type that needs the store, such as links that must exist. It runs in the transaction of the
 * write, after the schema's check, and must read through `unit`: anything else would wait for the transaction to end.
 * The resource is tidied and without secrets. May run several times.
 */
export type WriteRule = (resource: JsonObject, unit: Unit) => Promise<readonly Issue[]>

/** A write that is committed, told in the process that wrote, before the caller is answered. */
export interface Written {
  readonly type: string
  readonly id: string
  readonly outcome: 'created' | 'updated' | 'deleted'
  /** The document after the write (before it, for a deletion), without secrets. */
  readonly resource: JsonObject
  /** Dotted paths of `x-secret` fields that were set to a new value or removed by this write. */
  readonly secretsChanged: readonly string[]
}

/** An error of a listener is logged and changes nothing for the caller. */
export type WriteListener = (written: Written) => Promise<void>
