/**
 * The contract of a plug-in, as `firekeep/plugin` exports it: types, the one error class that plug-ins throw, and the types
 * of people, which any plug-in may bring. The engine and its HTTP surface know plug-ins through this file and nothing else.
 */
import type { Settings, ValuesOf } from './config/setting.ts'
import type { Access, Authenticate, Caller, OperationInfo, RequestSnapshot } from './engine/ports/access.ts'
import type { Documents } from './engine/ports/documents.ts'
import type { Records } from './engine/ports/records.ts'
import type { Secrets } from './engine/ports/secrets.ts'
import type { Store } from './engine/ports/store.ts'
import type { WriteListener, WriteRule } from './engine/ports/writes.ts'
import type { Memory } from './host/memory.ts'
import type { Clock } from './kernel/clock.ts'
import type { Digest } from './kernel/digest.ts'
import type { JsonObject, JsonValue } from './kernel/json.ts'
import type { Log } from './kernel/log.ts'
import type { Random } from './kernel/random.ts'
import type { OpenSigner } from './kernel/signer.ts'
import type { Turn } from './kernel/turns.ts'
import type { Registry } from './schema/registry.ts'
import type { ResourceDefinition } from './schema/resource-definition.ts'

export type { Setting, Settings, ValuesOf } from './config/setting.ts'
export { Role } from './directory/Role.ts'
export { User } from './directory/User.ts'
export type {
  Access,
  Authenticate,
  Caller,
  Decision,
  Operation,
  OperationInfo,
  RequestSnapshot,
} from './engine/ports/access.ts'
export { allOf, type Condition, everything, fieldIs, nothing } from './engine/ports/condition.ts'
export type {
  Document,
  DocumentOf,
  DocumentReader,
  Documents,
  ReadingStore,
} from './engine/ports/documents.ts'
export type { WriteListener, WriteRule, Written } from './engine/ports/writes.ts'
export type { Memory } from './host/memory.ts'
export { AppError, type Issue } from './kernel/errors.ts'
export type { JsonObject, JsonValue } from './kernel/json.ts'
export type { ResourceDefinition } from './schema/resource-definition.ts'

/** A request to a route of a plug-in. */
export interface RouteRequest extends RequestSnapshot {
  /** What the names of the route's path stand for, decoded. */
  readonly params: Readonly<Record<string, string>>
  /** The public URL of the request, made from the base URL: never from the Host header. */
  readonly url: URL
  /** The body as text, at most `limitBytes` (default 64 KiB). Throws AppError `too-large`. */
  readonly text: (limitBytes?: number) => Promise<string>
  /**
   * Says something in the line of this request in the log, such as the `code` of a refusal that is answered without an error
   * thrown, or the `client`. Of errors that are thrown the code is there anyway. Never secrets.
   */
  readonly note: (facts: Readonly<Record<string, string>>) => void
  /** Recognises the caller with the authenticators of all plug-ins. */
  readonly caller: () => ReturnType<Authenticate>
}

export type RouteHandler = (request: RouteRequest) => Promise<Response> | Response

/**
 * One path, exact, with `:names`, or with `/*` at its end for all that is below, and its methods (upper case). HEAD follows
 * GET, OPTIONS and 405 are answered for it.
 */
export interface Route {
  readonly path: string
  /**
   * A step of a person's browser, such as a sign-in: no script of another origin may call it, whatever CORS_ORIGINS says
   * (RFC 9700 §2.6), and as its GET may do something there is no HEAD.
   */
  readonly navigation?: boolean
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', RouteHandler>>>
  /** Errors thrown by the handler become this; without it an OperationOutcome in the negotiated format. */
  readonly onError?: (error: unknown, request: RouteRequest) => Response
}

/** Recognises callers by credentials of its own kind. Several stand side by side, and are asked in the order of the plug-ins. */
export interface Authenticator {
  /** Null: not my credentials. Throws AppError `unauthenticated` for bad credentials of its scheme. */
  readonly authenticate: Authenticate
  /** Values of `WWW-Authenticate` (RFC 9110 §11.6.1) for its schemes; empty when it has none. */
  readonly challenges: readonly string[]
}

/**
 * Checks of secrets that are slow by design, paid once: whoever was verified is remembered by a digest with a key, in memory
 * and, over restarts and for other servers, in the records. For secrets that machines made: the digests are compared without
 * a limit. Slow checks take turns: owners do not wait for each other's.
 */
export interface KeyedSecrets {
  /**
   * Whether `presented` fits the hash. `owner` names whose secret it is, such as `Client/web`. Without a hash (there is no
   * such owner) the answer is no, after as long a time. `turn`: whose turn the check counts as, when not the owner's.
   */
  verify(owner: string, hash: string | undefined, presented: string, turn?: Turn): Promise<boolean>
  /** Whether this server verified this secret against this hash before. Cheap. */
  isRemembered(owner: string, hash: string | undefined, presented: string): boolean
  /** As `isRemembered`, and before its last start or on another server. Costs a look-up in the records. */
  recall(owner: string, hash: string | undefined, presented: string): Promise<boolean>
}

export interface OutgoingOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** For everything, from the look-up of the name to the last byte. Default 10 000, at most 60 000. */
  readonly timeoutMs?: number
  /** Of the body of the answer. Default 1 MiB, at most 16 MiB. */
  readonly maxBytes?: number
}

/**
 * Calls another server. Only `https:` and public addresses, unless the operator allowed others; the address that is
 * connected to is the one that was checked. Redirects are not followed: they are answers like any other.
 * @throws AppError `exception`/`outgoing-refused` for what may not be called, `transient`/`outgoing-failed` for what failed.
 */
export type OutgoingFetch = (url: string | URL, options?: OutgoingOptions) => Promise<Response>

/** Somebody who is meant to be allowed everything, told to whoever keeps the rules. */
export interface Administrator {
  /** Such as `root-client`: the id of the rule that is made for it. */
  readonly id: string
  /** Such as `Client/root`. */
  readonly reference: string
  readonly description: string
  /** At its first start, and when the operator set its secret: who keeps rules makes the one for it, even if it was removed. */
  readonly isNew: boolean
  /** Its secret, and the setting that has the say about it where the operator set it. */
  readonly secret?: { readonly path: readonly string[]; readonly setting: string; readonly isSet: boolean }
}

/** What the server lends to a plug-in. */
export interface PluginHost<S extends Settings = Settings> {
  /** The public URL of the server, without a slash at its end. */
  readonly baseUrl: string
  /** Values of the settings that the plug-in declares. */
  readonly settings: ValuesOf<S>
  /** DEV_MODE: what helps developers may be told to every known caller. */
  readonly devMode: boolean
  /** Resources, read and written as the engine does it; nobody is asked for permission. */
  readonly documents: Documents
  /** For what is kept in memory of resources and records. */
  readonly memory: Memory
  /** For what `documents` cannot do. Past the engine: nothing is checked, hashed or told. */
  readonly store: Store
  readonly records: Records
  readonly secrets: Secrets
  readonly keyedSecrets: KeyedSecrets
  readonly registry: Registry
  readonly clock: Clock
  readonly random: Random
  readonly digest: Digest
  /** Signs with a private key of one's own, in the quickest way of the runtime. */
  readonly openSigner: OpenSigner
  readonly log: Log
  /** 32 bytes for encrypting what must not lie in the database in clear, such as private signing keys. */
  readonly secretsKey: Uint8Array
  readonly fetch: OutgoingFetch
  /** Reads a body in JSON or YAML by its content type. Throws AppError with the position of a syntax error. */
  readonly parseBody: (text: string, contentType: string | null) => JsonValue
  /** Operations of the engine and of all plug-ins, which policies can link to. */
  readonly operations: readonly OperationInfo[]
  /** What all access plug-ins together say; while they start, no. */
  readonly decide: Access['decide']
  /**
   * Asks them whether the caller of a request to a route may do it, and returns the caller.
   * @throws AppError `unauthenticated` or `forbidden`.
   */
  readonly authorize: (request: RouteRequest, operationId: string) => Promise<Caller | null>
  /** The user as a caller, with its roles. Null: there is no such user, or it is not active. `name` is for logs. */
  readonly callerOf: (userId: string, name?: string) => Promise<Caller | null>
}

export interface Plugin<S extends Settings = Settings> {
  readonly name: string
  /** Read from the environment with the server's own, and lent as `host.settings`. */
  readonly settings?: S
  /** Types that the plug-in brings. Several may bring the same definition; two definitions of one name are an error. */
  readonly resources?: readonly ResourceDefinition[]
  readonly operations?: readonly OperationInfo[]
  /** Kinds of records that the plug-in caches: their changes are told to `store.watch` as type `record:<kind>`, on every node. */
  readonly watchedRecordKinds?: readonly string[]
  start(host: PluginHost<S>): Promise<StartedPlugin> | StartedPlugin
}

/** What the server says of itself at `/`, to programs as a document and to people as a page. */
export type ServerFacts = {
  readonly name: string
  readonly version: string
  /** Its kind: `PostgreSQL` or `PGlite`. */
  readonly database: string
  /** `fail`: the database does not answer. */
  readonly state: 'pass' | 'fail'
  /** Where to go, by name: URLs. */
  readonly links: Readonly<Record<string, string>>
  /** Modules of pages that plug-ins add to the console: URLs. Left out when there are none. */
  readonly consolePages?: string[]
}

/** An error as it is told. */
export interface ToldFailure {
  readonly status: number
  /** Stable, in kebab case. */
  readonly code: string
  readonly messages: readonly string[]
  readonly requestId: string
}

/** Pages for people, where HTML is asked for in the first place. Type and headers of the answers are the plug-in’s. */
export interface BrowserPages {
  readonly index: (facts: ServerFacts, request: RequestSnapshot) => Response
  readonly failure: (failure: ToldFailure, request: RequestSnapshot) => Response
  /** An OpenAPI document, to be read. */
  readonly api: (document: JsonObject, request: RequestSnapshot) => Response
}

/** What `/openapi.json` says of the plug-in's routes. */
export interface PluginOpenApi {
  /** By path. Problems that become an OperationOutcome are `#/components/responses/Outcome<status>`, `Outcome` for the rest. */
  readonly paths: JsonObject
  /** By kind and name. Callers of resources may use any of the `securitySchemes`. */
  readonly components?: JsonObject
}

export interface StartedPlugin {
  readonly routes?: readonly Route[]
  readonly authenticator?: Authenticator
  /** Has the last word on who calls, such as an administrator who acts as somebody else. Runs after recognition. */
  readonly refineCaller?: (
    caller: Caller | null,
    request: RequestSnapshot,
  ) => Promise<Caller | null> | Caller | null
  readonly access?: Access
  /** By the type that they are for. */
  readonly rules?: Readonly<Record<string, WriteRule>>
  readonly onWritten?: WriteListener
  /** Those whom it recognises and who are meant to be allowed everything. */
  readonly administrators?: readonly Administrator[]
  /** Told the administrators of all plug-ins when every one has started: for who keeps the rules. */
  readonly admit?: (administrators: readonly Administrator[]) => Promise<void>
  /** Secrets that were made at this start and that the operator must be told once, by the setting's name. */
  readonly generated?: Readonly<Record<string, string>>
  /** `CapabilityStatement.rest.security`. */
  readonly security?: JsonObject
  readonly openApi?: PluginOpenApi
  /** Paths that `/` leads to, by name. */
  readonly links?: Readonly<Record<string, string>>
  /**
   * Paths of JavaScript modules that add a page each to the console (docs/console.md): served by the plug-in's own `routes`.
   */
  readonly consolePages?: readonly string[]
  /** In place of documents; those of the first plug-in that has some. */
  readonly pages?: BrowserPages
  /** Origins that may call from a browser, asked for each cross-origin request. */
  readonly allowsOrigin?: (origin: string) => Promise<boolean> | boolean
  stop?(): Promise<void> | void
}
