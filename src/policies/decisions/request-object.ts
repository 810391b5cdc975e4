/** The request object: what a policy sees of a request. */
import type { Caller, Operation } from '../../engine/ports/access.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { Registry } from '../../schema/registry.ts'
import { withoutSecrets } from '../../schema/secrets.ts'
import { toMethod } from './demands.ts'
import { withoutEmpty } from './without-empty.ts'

/** Credentials: a policy has no use for them, and explanations show the request object. */
const hiddenHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

export function isHiddenHeader(lowerCaseName: string): boolean {
  return hiddenHeaders.has(lowerCaseName)
}

/** Parts that cost something: made when a policy needs them, and kept. */
export const requestParts = [
  ...(['headers', 'params', 'body', 'resource', 'stored'] as const),
  ...(['user', 'client', 'session', 'jwt'] as const),
] as const
export type RequestPart = (typeof requestParts)[number]

export interface AskedRequest {
  readonly operation: Operation
  readonly caller: Caller | null
  readonly registry: Registry
  /** Keeps what is made of callers. */
  readonly callerParts: CallerParts
}

/** The request object so far; `need` makes the parts that it has not yet. Absent parts are undefined. */
export interface RequestObject {
  need(parts: readonly RequestPart[]): JsonObject
  /** The stored resource, once it is loaded; undefined also when there is none. */
  setStored(resource: JsonObject | undefined): void
}

export function openRequestObject(asked: AskedRequest): RequestObject {
  const { operation } = asked
  const { request } = operation
  const object: JsonObject = {
    'request-method': toMethod(request.method),
    scheme: request.scheme,
    uri: withoutBase(request.path),
    'requested-uri': request.path,
    'query-string': request.queryString || undefined,
    'remote-addr': request.remoteAddress || undefined,
    operation: { id: operation.id },
  }
  return {
    need(parts) {
      for (const part of parts) if (!(part in object)) object[part] = makePart(part, object, asked)
      return object
    },
    setStored(resource) {
      object.stored = resource
    },
  }
}

/** All of it. Maps with names from the request have no prototype. */
export function createRequestObject(
  operation: Operation,
  caller: Caller | null,
  registry: Registry,
  stored?: JsonObject,
): JsonObject {
  const made = openRequestObject({ operation, caller, registry, callerParts: createCallerParts(registry) })
  made.setStored(stored)
  return made.need(requestParts)
}

function makePart(part: RequestPart, object: JsonObject, asked: AskedRequest): JsonValue | undefined {
  const { operation, caller, registry, callerParts } = asked
  switch (part) {
    case 'headers':
      return toHeaders(operation.request.headers)
    case 'params':
      return toParams(operation)
    case 'body':
      return 'resource' in object && isWriteOfResource(operation)
        ? object.resource
        : toBody(operation, registry)
    case 'resource':
      if (!isWriteOfResource(operation)) return undefined
      return 'body' in object ? object.body : toBody(operation, registry)
    case 'stored':
      return undefined
    default:
      return caller === null ? undefined : callerParts(caller, part)
  }
}

type CallerPart = 'user' | 'client' | 'session' | 'jwt'
type CallerParts = (caller: Caller, part: CallerPart) => JsonObject | undefined

/** The same caller comes again and again: what a policy sees of one is made once. */
export function createCallerParts(registry: Registry): CallerParts {
  const known = new WeakMap<Caller, Map<CallerPart, JsonObject | undefined>>()
  return (caller, part) => {
    let parts = known.get(caller)
    if (parts === undefined) {
      parts = new Map()
      known.set(caller, parts)
    }
    if (!parts.has(part)) parts.set(part, makeCallerPart(caller, part, registry))
    return parts.get(part)
  }
}

function makeCallerPart(caller: Caller, part: CallerPart, registry: Registry): JsonObject | undefined {
  switch (part) {
    case 'user':
      return clean(caller.user, registry, 'User')
    case 'client':
      return clean(caller.client, registry, 'Client')
    case 'session':
      return toSession(caller, registry)
    case 'jwt':
      return caller.claims && withoutEmpty(caller.claims)
  }
}

/** The request object as plain JSON, for whatever does not read key by key. */
export function toPlainRequest(request: object): JsonObject {
  return JSON.parse(
    JSON.stringify(request, (_name, value) => (value === '' ? undefined : value)),
  ) as JsonObject
}

/** The resources stand under two bases: a path says the same under both. */
export function withoutBase(path: string): string {
  return /^\/fhir(\/|$)/.test(path) ? path.slice('/fhir'.length) || '/' : path
}

function toHeaders(headers: Headers): JsonObject | undefined {
  const shown: JsonObject = Object.create(null)
  headers.forEach((value, name) => {
    const lower = name.toLowerCase()
    if (value !== '' && !isHiddenHeader(lower)) shown[lower] = value
  })
  return nonEmpty(shown)
}

/** A repeated parameter becomes a list. `resource/…` says what the router found: a query cannot say it. */
function toParams(operation: Operation): JsonObject | undefined {
  const params: JsonObject = Object.create(null)
  for (const [name, value] of operation.query) {
    if (value === '' || name.startsWith('resource/')) continue
    const before = params[name]
    if (before === undefined) params[name] = value
    else if (Array.isArray(before)) before.push(value)
    else params[name] = [before, value]
  }
  if (operation.type !== undefined) params['resource/type'] = operation.type
  if (operation.resourceId !== undefined) params['resource/id'] = operation.resourceId
  if (operation.versionId !== undefined) params['resource/vid'] = operation.versionId
  return nonEmpty(params)
}

/** What would be stored; what came where that is no resource. */
function toBody(operation: Operation, registry: Registry): JsonObject | undefined {
  const { body, type, document } = operation
  if (!isJsonObject(body) || isOpaquePatch(operation, registry)) return undefined
  const given = isWriteOfResource(operation) ? (document ?? body) : body
  const typed = clean(given, registry, type, body.resourceType)
  return typed === undefined ? undefined : withoutSecretsOfEntries(typed, registry)
}

/** A FHIRPath patch says values beside paths, so the secrets of the type could stand anywhere in it. */
function isOpaquePatch({ body, type }: Operation, registry: Registry): boolean {
  if (type === undefined || body?.resourceType !== 'Parameters') return false
  return (registry.get(type)?.secretPaths.length ?? 0) > 0
}

/** Entries of a Bundle are resources of their own types. */
function withoutSecretsOfEntries(body: JsonObject, registry: Registry): JsonObject {
  if (!Array.isArray(body.entry)) return body
  const entry = body.entry.map((part): JsonValue => {
    if (!isJsonObject(part) || !isJsonObject(part.resource)) return part
    return { ...part, resource: clean(part.resource, registry) }
  })
  return { ...body, entry }
}

/** Removes the secrets of the types that the route names and that the document is or claimed to be. */
function clean(document: JsonObject | undefined, registry: Registry, ...types: readonly unknown[]) {
  if (document === undefined) return undefined
  let cleaned = document
  for (const name of new Set([...types, document.resourceType])) {
    const known = typeof name === 'string' ? registry.get(name) : undefined
    if (known !== undefined) cleaned = withoutSecrets(known, cleaned)
  }
  return nonEmpty(withoutEmpty(cleaned))
}

/** A patch is no resource: what would become of the resource is not known before it is applied. */
function isWriteOfResource(operation: Operation): boolean {
  return operation.type !== undefined && !operation.id.includes('Patch')
}

function toSession(caller: Caller, registry: Registry): JsonObject | undefined {
  const session = clean(caller.session, registry, 'Session')
  const roles = caller.user === undefined ? [] : caller.roles
  if (roles.length === 0) return session
  return { ...session, role: [...roles] }
}

function nonEmpty(value: JsonObject | undefined): JsonObject | undefined {
  if (value === undefined) return undefined
  for (const _ in value) return value
  return undefined
}
