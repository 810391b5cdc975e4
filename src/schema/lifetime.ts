/** Types whose resources end by themselves, and go some time after: storage sees to both, in the background. */
import type { JsonObject } from '../kernel/json.ts'

/** Times are texts as `Date.toISOString` writes them. Only for types without history. */
export interface Lifetime {
  /** Field with the time at which the resource ends, unless that is moved. Without it, it does not end by itself. */
  readonly expires: string
  /** Field with the time at which it ended; whoever ends it earlier sets it. It is removed some time after. */
  readonly end: string
  /** What else becomes of it at the end, such as `{ active: false }`. */
  readonly ended: JsonObject
  /** Reference to another of the type, which does not end by itself before this one has ended. */
  readonly holds: string
  /** What has no `expires`, and no record that it would need to be used again, ends 30 days after its last use. */
  readonly unused: {
    /** Fields with the time of the last use; the first that is there counts. */
    readonly since: readonly [string, string]
    /** Kinds of records, of which one in the group of the resource's id keeps it. */
    readonly recordKinds: readonly string[]
  }
}
