/** What an operation did, in words that any surface can make an answer of. */
import type { JsonObject } from '../kernel/json.ts'

export interface Outcome {
  /** 304: the caller's copy is current. */
  readonly status: 200 | 201 | 204 | 304
  readonly kind: 'resource' | 'bundle' | 'empty'
  /** A resource as JSON text, as the store has it where the type has no secrets. */
  readonly text?: string
  /** A document made by the engine: a Bundle, or an OperationOutcome. Write it with `toJsonText`: it may carry digits. */
  readonly value?: JsonObject
  /** For `ETag`. */
  readonly versionId?: string
  /** Milliseconds since 1970, for `Last-Modified`. */
  readonly lastUpdated?: number
  /** Of a write, for `Location`. */
  readonly location?: { readonly type: string; readonly id: string; readonly versionId: string }
}
