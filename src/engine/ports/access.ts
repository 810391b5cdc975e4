/** The seam between the engine and whoever recognises callers and decides. The engine knows no OAuth. */
import type { JsonObject } from '../../kernel/json.ts'
import type { Condition } from './condition.ts'

/**
 * Who calls, as an authenticator recognised them. Any authenticator fills it and any access reads it: documents are
 * resources without their secrets. With `user` the caller acts for that user, without it for the client.
 */
export interface Caller {
  /** For logs, such as `User/ann` or `Client/robot`. */
  readonly name: string
  readonly user?: JsonObject
  readonly client?: JsonObject
  readonly session?: JsonObject
  /** Verified claims of the credential, where it carries any, such as those of a JWT. */
  readonly claims?: JsonObject
  /** Role resources of the user; empty for a client that acts for itself. */
  readonly roles: readonly JsonObject[]
  /**
   * Resource scopes that the credential is limited to, as SMART App Launch writes them. They narrow what an access
   * grants and never widen it. Absent: no limit. Empty: it reaches no resource.
   */
  readonly limitedTo?: readonly string[]
  /** Whether the rights of the user alone count; otherwise those of the client count beside them. */
  readonly actsForUserAlone: boolean
  /** Who acts as this one, by leave of the server: hears why what is refused. Has no say in what is allowed. */
  readonly actor?: Caller
}

/** The request as plain data, made once; `path` is the canonical path that the router used, decoded. */
export interface RequestSnapshot {
  readonly method: string
  readonly scheme: 'http' | 'https'
  readonly path: string
  /** Without the question mark; undefined when there is none. */
  readonly queryString: string | undefined
  readonly headers: Headers
  /** Address of the peer, or what a trusted proxy says. */
  readonly remoteAddress: string
  /** Whether the other end of the connection is a proxy of TRUSTED_PROXIES, whose headers may be believed. */
  readonly isProxied?: boolean
  readonly requestId: string
}

/** What a request wants to do. */
export interface Operation {
  /** `FhirRead`, `FhirVread`, `FhirSearch`, `FhirCreate`, `FhirUpdate`, `FhirDelete`, `FhirHistory`, … */
  readonly id: string
  readonly type?: string
  readonly resourceId?: string
  readonly versionId?: string
  /** Decoded query parameters in order; a name may come several times. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** Where the resources live, as it was called: the public URL, with `/fhir` when it was called so. Links start with it. */
  readonly baseUrl?: string
  /** The parsed body, of writes, as it came. */
  readonly body?: JsonObject
  /** Of the text of the body, in characters: a large one is worked on without holding others up. */
  readonly bodyLength?: number
  /** The text itself, where it is JSON and not large: what tidying leaves as it came is stored as it came. */
  readonly bodyText?: string | undefined
  /** The document that is checked and stored if this is allowed: what a decision about the content must look at. */
  readonly document?: JsonObject
  /**
   * The current version of the resource that is read, replaced or deleted, without its secrets; null when there is none.
   * Who has looked decides about this version alone: what is carried out is carried out on it, or decided anew. Costs a
   * statement, once.
   */
  readonly stored?: (() => Promise<JsonObject | null>) | undefined
  readonly request: RequestSnapshot
}

/** What a credential with resource scopes needs for an operation: letters of SMART's `cruds`, all of them when it does not say. */
export interface ScopedOperation {
  readonly id: string
  readonly letters?: string
}

/** An operation that policies can link to, as `GET /Operation` lists it. */
export interface OperationInfo extends ScopedOperation {
  readonly description: string
}

/** Among `parameters` of an `Allowed`: whichever the query has. */
export const everyParameter = '*'

/** Without any of the others: everything of the resources. */
export interface Allowed {
  readonly allowed: true
  /** Only resources of which this holds, before and after a write. */
  readonly rows?: Condition
  /** Dotted paths of elements, such as `name.given`, that are neither shown nor searched nor written. */
  readonly hide?: readonly string[]
  /** Dotted paths of elements that are shown, and stay as they are. */
  readonly readonly?: readonly string[]
  /**
   * Parameters of the query that it was allowed for. A query that has one of them is refused (400) where it is ignored:
   * the answer would hold more than was meant. `*` stands for all that the query has.
   */
  readonly parameters?: readonly string[]
}

export interface Denied {
  readonly allowed: false
  /** `unauthenticated`: nobody is known (401); `forbidden`: known, but nothing grants it (403). */
  readonly reason: 'unauthenticated' | 'forbidden'
  readonly message: string
  /** Values of `WWW-Authenticate`, for 401. */
  readonly challenges?: readonly string[]
}

export type Decision = Allowed | Denied

/** Recognises the caller. Null: no credentials at all. Throws AppError `unauthenticated` for bad ones: never silently anonymous. */
export type Authenticate = (request: RequestSnapshot) => Promise<Caller | null> | Caller | null

export interface Access {
  /** Never throws for a bad policy: an error inside a policy does not grant. */
  decide(caller: Caller | null, operation: Operation): Promise<Decision> | Decision
  /**
   * Whether some body could make it allowed: asked before the body of a write is read, so without one. Cheap: from memory,
   * without a promise where it can be. Left out: perhaps, and then only strangers are asked about before they are read.
   */
  mayAllow?(caller: Caller | null, operation: Operation): Promise<boolean> | boolean
  /** Why it would be decided as it would. Carries nothing out, and tells no secret. Null: the caller may not know. */
  explain?(caller: Caller, operation: Operation): Promise<JsonObject | null>
}
