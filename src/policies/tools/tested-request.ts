/** The request object of a request that somebody made up, with the real user and client where they are named. */
import { findRoles } from '../../directory/role-cache.ts'
import type { Caller } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Document, PluginHost, RouteRequest } from '../../plugin.ts'
import type { Registry } from '../../schema/registry.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { isHiddenHeader, withoutBase } from '../decisions/request-object.ts'
import { withoutEmpty } from '../decisions/without-empty.ts'

export type TestedRequestParts = Pick<PluginHost, 'documents' | 'registry' | 'decide'>

/** Who tests: what is loaded for the test has to be theirs to read. */
export interface Tester {
  readonly caller: Caller | null
  readonly request: RouteRequest
}

/**
 * `user-id` and `client-id` become `user` with its roles, and `client`. Throws AppError `unprocessable` for unknown ones,
 * `forbidden` for those that the tester may not read.
 */
export async function toTestedRequest(
  parts: TestedRequestParts,
  given: JsonObject,
  tester: Tester,
): Promise<JsonObject> {
  const { 'user-id': userId, 'client-id': clientId, ...request } = given
  const tested = toRequest(request, parts.registry)
  if (clientId !== undefined) tested.client = (await readDocument(parts, 'Client', clientId, tester)).resource
  if (userId === undefined) return tested
  const user = await readDocument(parts, 'User', userId, tester)
  const role = await readRoles(parts, user, tester)
  const session = isJsonObject(tested.session) ? tested.session : {}
  return {
    ...tested,
    user: user.resource,
    ...(role.length > 0 && { session: { ...session, role: [...role] } }),
  }
}

/** As a real request would show it: without empty texts, the path without its base, documents as they would be stored. */
function toRequest(given: JsonObject, registry: Registry): JsonObject {
  const request: JsonObject = { ...withoutEmpty(given) }
  const { 'request-method': method, uri, headers, params } = request
  if (typeof method === 'string') request['request-method'] = method.toLowerCase()
  if (typeof uri === 'string' && withoutBase(uri) !== uri)
    Object.assign(request, { uri: withoutBase(uri), 'requested-uri': uri })
  if (isJsonObject(headers)) request.headers = toHeaders(headers)
  const named = isJsonObject(params) ? params['resource/type'] : undefined
  for (const name of ['resource', 'body', 'stored']) {
    const document = request[name]
    if (!isJsonObject(document)) continue
    const type = registry.get(String(named ?? document.resourceType))
    if (type?.normalise !== undefined) request[name] = type.normalise(document)
  }
  return request
}

/** As with a real request: lower case, and nothing that could be a credential. */
function toHeaders(headers: JsonObject): JsonObject {
  const shown = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(shown.filter(([name]) => !isHiddenHeader(name)))
}

async function readDocument(
  parts: TestedRequestParts,
  type: string,
  id: unknown,
  tester: Tester,
): Promise<Document> {
  const isServed = parts.registry.get(type) !== undefined
  const found = isServed && isResourceId(id) ? await parts.documents.read({ type }, id) : null
  await checkReadable(parts, { type, id: String(id), resource: found?.resource ?? null }, tester)
  if (found !== null) return found
  const expression = `request.${type.toLowerCase()}-id`
  throw new AppError('unprocessable', 'reference-unknown', `There is no such ${type}`, { expression })
}

interface Wanted {
  readonly type: string
  readonly id: string
  readonly resource: JsonObject | null
}

/** Whole: what is shown of the request object is not cut to what an access hides. Throws AppError `forbidden`. */
async function checkReadable(
  { decide }: TestedRequestParts,
  { type, id, resource }: Wanted,
  { caller, request }: Tester,
): Promise<void> {
  const path = `/${type}/${id}`
  const decision = await decide(caller, {
    ...{ id: 'FhirRead', type, resourceId: id, query: [] },
    request: { ...request, method: 'GET', path, queryString: undefined },
    stored: () => Promise.resolve(resource),
  })
  if (decision.allowed && decision.rows === undefined && decision.hide === undefined) return
  throw new AppError('forbidden', 'forbidden', `You may not read this ${type}, so nothing is tested with it`)
}

async function readRoles(parts: TestedRequestParts, user: Document, tester: Tester) {
  const roles = parts.registry.get('Role') === undefined ? [] : await findRoles(user, parts.documents)
  for (const role of roles)
    await checkReadable(parts, { type: 'Role', id: String(role.id), resource: role }, tester)
  return roles
}
