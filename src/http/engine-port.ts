/** What the HTTP surface needs of the engine. */
import type { Operation, OperationInfo, Subject } from '../engine/ports/access.ts'
import type { JsonObject } from '../kernel/json.ts'

/** Preconditions of a request (RFC 9110 §13) and what `Prefer` asks for (RFC 7240). */
export interface Conditions {
  /** Version ids of `If-Match`; `*`: any. */
  readonly ifMatch?: '*' | readonly string[]
  /** Version ids of `If-None-Match`; `*`: any. */
  readonly ifNoneMatch?: '*' | readonly string[]
  /** Milliseconds since 1970, whole seconds. */
  readonly ifModifiedSince?: number
  /** `Prefer: handling=strict`: unknown search parameters are refused. */
  readonly isStrict?: boolean
}

export interface Answer {
  readonly outcome: 'ok' | 'created' | 'no-content' | 'not-modified'
  /** JSON text, or a document; none for `no-content` and `not-modified`. */
  readonly body?: string | JsonObject
  /** Of the one resource that is answered: for ETag, Last-Modified and Location. `lastUpdated`: milliseconds since 1970. */
  readonly version?: {
    readonly type: string
    readonly id: string
    readonly versionId: string
    readonly lastUpdated: number
  }
}

export interface EnginePort {
  readonly operations: readonly OperationInfo[]
  /** Throws AppError `unauthenticated` or `forbidden` when the caller may not. */
  authorize(subject: Subject | null, operation: Operation): Promise<void>
  /** Authorizes, then does it. Throws AppError. */
  perform(subject: Subject | null, operation: Operation, conditions: Conditions): Promise<Answer>
}
