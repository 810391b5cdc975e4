/** The one error class of the server, and the closed list of categories that every surface maps to its answers. */

/** What went wrong. Each surface has one table from here to its own words, such as http/error-status.ts. */
export type ErrorCategory =
  | 'invalid' // cannot be understood: syntax, ids, malformed parameters
  | 'unprocessable' // understood, but refused by a schema or a rule
  | 'unauthenticated' // nobody is known, or the credentials are bad
  | 'forbidden' // known, and not allowed
  | 'not-found'
  | 'deleted' // was there, and is no longer
  | 'not-offered' // what is there does not offer this
  | 'no-common-format' // none of the formats that are asked for can be made
  | 'unknown-format' // the format of what was sent cannot be read
  | 'too-large'
  | 'conflict' // something else has the place already
  | 'precondition' // a condition of the request does not hold
  | 'too-many' // too often: later it may go
  | 'not-supported' // nobody can do this here yet
  | 'transient' // it failed for a reason that passes
  | 'exception'

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
  /** How to authenticate. Without any, a surface tells of an `unauthenticated` all the ways that it knows. */
  readonly challenges?: readonly string[]
  /** What is offered instead, of a `not-offered`. */
  readonly allow?: readonly string[]
  /** What could be read, of an `unknown-format`. */
  readonly accept?: string
  /** When it may go, of a `too-many` or a `transient`, for which the default is 1. */
  readonly retryAfterSeconds?: number
  /** Whom it is about, for the line of the request in the log, such as `client`. Never secrets, nor what may be one. */
  readonly about?: Readonly<Record<string, string>>
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
  readonly about: Readonly<Record<string, string>> | undefined

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
    this.retryAfterSeconds = options.retryAfterSeconds ?? (category === 'transient' ? 1 : undefined)
    this.about = options.about
  }
}

/** The text of a `code` that runtimes, drivers and we put on errors; undefined where there is none. */
export function codeOf(error: unknown): string | undefined {
  const isHolder = typeof error === 'object' && error !== null && 'code' in error
  return isHolder && typeof error.code === 'string' ? error.code : undefined
}

/** What a thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
