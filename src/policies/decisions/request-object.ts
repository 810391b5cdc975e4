/** The request object: what a policy sees of a request. Each part is made when it is first looked at, and kept. */
import type { Caller, Operation, RequestSnapshot } from '../../engine/ports/access.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { Registry } from '../../schema/registry.ts'
import { withoutSecrets } from '../../schema/secrets.ts'
import { withoutEmpty } from './without-empty.ts'

/** Credentials: a policy has no use for them, and explanations show the request object. */
const hiddenHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

export function isHiddenHeader(lowerCaseName: string): boolean {
  return hiddenHeaders.has(lowerCaseName)
}

/** The stored resource of a request, once it is loaded; undefined also when there is none. */
export interface Stored {
  readonly resource: JsonObject | undefined
}

/** Absent parts are undefined. Maps with names from the request have no prototype. */
export function createRequestObject(
  operation: Operation,
  caller: Caller | null,
  registry: Registry,
  stored?: Stored,
): JsonObject {
  const { request } = operation
  const headers = lazy(() => toHeaders(request.headers))
  const params = lazy(() => toParams(operation))
  const body = lazy(() => toBody(operation, registry))
  const user = lazy(() => clean(caller?.user, registry, 'User'))
  const client = lazy(() => clean(caller?.client, registry, 'Client'))
  const claims = lazy(() => caller?.claims && withoutEmpty(caller.claims))
  const session = lazy(() => toSession(caller, registry))
  return {
    'request-method': toMethod(request),
    scheme: request.scheme,
    uri: withoutBase(request.path),
    'requested-uri': request.path,
    'query-string': request.queryString || undefined,
    'remote-addr': request.remoteAddress || undefined,
    operation: { id: operation.id },
    get headers() {
      return headers()
    },
    get params() {
      return params()
    },
    get body() {
      return body()
    },
    get resource() {
      return isWriteOfResource(operation) ? body() : undefined
    },
    get stored() {
      return stored?.resource
    },
    get user() {
      return user()
    },
    get client() {
      return client()
    },
    get session() {
      return session()
    },
    get jwt() {
      return claims()
    },
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

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** HEAD is GET without its body (RFC 9110 §9.3.2): a policy cannot tell them apart. */
function toMethod(request: RequestSnapshot): string {
  const method = request.method.toLowerCase()
  return method === 'head' ? 'get' : method
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

function toSession(caller: Caller | null, registry: Registry): JsonObject | undefined {
  const session = clean(caller?.session, registry, 'Session')
  const roles = caller?.user === undefined ? [] : caller.roles
  if (roles.length === 0) return session
  return { ...session, role: [...roles] }
}

function nonEmpty(value: JsonObject | undefined): JsonObject | undefined {
  if (value === undefined) return undefined
  for (const _ in value) return value
  return undefined
}
