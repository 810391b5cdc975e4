/** The contract of a plug-in: types only. The engine and its HTTP surface know plug-ins through this file and nothing else. */
import type { Access, Authenticate, OperationInfo, RequestSnapshot } from './engine/ports/access.ts'
import type { Records } from './engine/ports/records.ts'
import type { Secrets } from './engine/ports/secrets.ts'
import type { Store } from './engine/ports/store.ts'
import type { WriteListener, WriteRule } from './engine/ports/writes.ts'
import type { Documents } from './host/documents.ts'
import type { Memory } from './host/memory.ts'
import type { Clock } from './kernel/clock.ts'
import type { Digest } from './kernel/digest.ts'
import type { JsonObject, JsonValue } from './kernel/json.ts'
import type { Log } from './kernel/log.ts'
import type { Random } from './kernel/random.ts'
import type { Registry } from './schema/registry.ts'
import type { ResourceDefinition } from './schema/resource-definition.ts'

export type { WriteListener, WriteRule, Written } from './engine/ports/writes.ts'
export type { Document, DocumentOf, DocumentReader, Documents, ReadingStore } from './host/documents.ts'
export type { Memory } from './host/memory.ts'

/** A request to a route of a plug-in. */
export interface RouteRequest extends RequestSnapshot {
  /** What the names of the route's path stand for, decoded. */
  readonly params: Readonly<Record<string, string>>
  /** The public URL of the request, made from the base URL: never from the Host header. */
  readonly url: URL
  /** The body as text, at most `limitBytes` (default 64 KiB). Throws AppError `too-large`. */
  readonly text: (limitBytes?: number) => Promise<string>
  /** Recognises the caller with the plug-ins' `authenticate`. */
  readonly caller: () => ReturnType<Authenticate>
}

export type RouteHandler = (request: RouteRequest) => Promise<Response> | Response

/** One path, exact or with `:names`, and its methods (upper case). HEAD follows GET, OPTIONS and 405 are answered for it. */
export interface Route {
  readonly path: string
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', RouteHandler>>>
  /** Errors thrown by the handler become this; without it an OperationOutcome in the negotiated format. */
  readonly onError?: (error: unknown, request: RouteRequest) => Response
}

/** What of the server's configuration plug-ins may know. */
export interface HostSettings {
  /** Explanations of decisions are answered to authenticated callers. */
  readonly devMode: boolean
  /** The `su` header works for administrators. */
  readonly suHeader: boolean
}

/** Somebody who is meant to be allowed everything, told to whoever keeps the rules. */
export interface Administrator {
  /** Such as `root-client`: the id of the rule that is made for it. */
  readonly id: string
  /** Such as `Client/root`. */
  readonly reference: string
  readonly description: string
  /** At its first start, and when the operator set its secret: who keeps rules makes the one for it, even if it was removed. */
  readonly isNew: boolean
}

/** What the server lends to a plug-in. */
export interface PluginHost {
  /** The public URL of the server, without a slash at its end. */
  readonly baseUrl: string
  /** Resources, read and written as the engine does it; nobody is asked for permission. */
  readonly documents: Documents
  /** For what is kept in memory of resources and records. */
  readonly memory: Memory
  readonly store: Store
  readonly records: Records
  readonly secrets: Secrets
  readonly registry: Registry
  readonly clock: Clock
  readonly random: Random
  readonly digest: Digest
  readonly log: Log
  /** 32 bytes for encrypting what must not lie in the database in clear, such as private signing keys. */
  readonly secretsKey: Uint8Array
  readonly settings: HostSettings
  /** Reads a body in JSON or YAML by its content type. Throws AppError with the position of a syntax error. */
  readonly parseBody: (text: string, contentType: string | null) => JsonValue
  /** Operations of the engine and of all plug-ins, which policies can link to. */
  readonly operations: readonly OperationInfo[]
}

export interface Plugin {
  readonly name: string
  /** Resource types that the plug-in brings. */
  readonly resources: readonly ResourceDefinition[]
  readonly operations?: readonly OperationInfo[]
  /** Kinds of records that the plug-in caches: their changes are told to `store.watch` as type `record:<kind>`, on every node. */
  readonly watchedRecordKinds?: readonly string[]
  start(host: PluginHost): Promise<StartedPlugin>
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
  readonly authenticate?: Authenticate
  readonly access?: Access
  /** By the type that they are for. */
  readonly rules?: Readonly<Record<string, WriteRule>>
  readonly onWritten?: WriteListener
  /** Secrets that were made at this start and that the operator must be told once, by the setting's name. */
  readonly generated?: Readonly<Record<string, string>>
  /** `CapabilityStatement.rest.security`. */
  readonly security?: JsonObject
  readonly openApi?: PluginOpenApi
  /** Origins that may call from a browser, asked for each cross-origin request. */
  readonly allowsOrigin?: (origin: string) => Promise<boolean> | boolean
  stop(): Promise<void>
}
