/** The one error class of the server, and the closed list of categories that every surface maps to its answers. */

/** What went wrong, in words that have one HTTP status each on the REST surface (see http/error-status.ts). */
export type ErrorCategory =
  | 'invalid' // syntax, ids, malformed parameters: 400
  | 'unprocessable' // well-formed, but refused by a schema or a rule: 422
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'method-not-allowed' // 405
  | 'not-acceptable' // 406
  | 'conflict' // 409
  | 'deleted' // 410
  | 'precondition' // 412
  | 'too-large' // 413
  | 'unsupported-media-type' // 415
  | 'too-many' // 429
  | 'not-supported' // 501
  | 'transient' // 503
  | 'exception' // 500

/** One problem of a request. `code` is a FHIR issue type (R4 valueset-issue-type), `expression` a FHIRPath. */
export interface Issue {
  readonly code: string
  readonly message: string
  readonly expression?: string
}

export interface AppErrorOptions {
  /** All the problems, when there are several; `message` then sums them up. */
  readonly issues?: readonly Issue[]
  /** FHIRPath of the field that is wrong. */
  readonly expression?: string
  /** What the log should know and the caller must not. */
  readonly cause?: unknown
  /** How to authenticate, for `unauthenticated`: challenges of RFC 9110 §11.3. Without any a surface tells all that it knows. */
  readonly challenges?: readonly string[]
  /** What can be done instead: methods of the same place. */
  readonly allow?: readonly string[]
  /** Media types that would be taken. */
  readonly accept?: string
  readonly retryAfterSeconds?: number
  /** Further response headers, such as `WWW-Authenticate`, `Allow` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** An error that a caller caused or must know of. `message` is safe to show; `cause` goes to the log only. */
export class AppError extends Error {
  readonly category: ErrorCategory
  /** Stable, kebab-case; on the OAuth endpoints the error code of the RFC. */
  readonly code: string
  readonly issues: readonly Issue[] | undefined
  readonly expression: string | undefined
  readonly challenges: readonly string[] | undefined
  readonly allow: readonly string[] | undefined
  readonly accept: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly headers: Readonly<Record<string, string | readonly string[]>> | undefined

  constructor(category: ErrorCategory, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.category = category
    this.code = code
    this.issues = options.issues
    this.expression = options.expression
    this.challenges = options.challenges
    this.allow = options.allow
    this.accept = options.accept
    this.retryAfterSeconds = options.retryAfterSeconds
    this.headers = options.headers
  }
}
