/** The request object of a request that somebody made up, with the real user and client where they are named. */
import { findRoles } from '../../directory/role-cache.ts'
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { DocumentReader } from '../../plugin.ts'
import type { Registry } from '../../schema/registry.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { isHiddenHeader } from '../decisions/request-object.ts'

export interface TestedRequestParts {
  readonly documents: DocumentReader
  readonly registry: Registry
}

/** `user-id` and `client-id` become `user` with its roles, and `client`. Throws AppError `unprocessable` for unknown ones. */
export async function toTestedRequest(parts: TestedRequestParts, given: JsonObject): Promise<JsonObject> {
  const { 'user-id': userId, 'client-id': clientId, ...request } = given
  const tested: JsonObject = { ...request }
  if (isJsonObject(tested.headers)) tested.headers = toHeaders(tested.headers)
  if (clientId !== undefined) tested.client = await readDocument(parts, 'Client', clientId)
  if (userId === undefined) return tested
  tested.user = await readDocument(parts, 'User', userId)
  const role = await readRoles(parts, String(userId))
  if (role.length === 0) return tested
  return { ...tested, session: { ...(isJsonObject(tested.session) ? tested.session : {}), role: [...role] } }
}

/** As with a real request: lower case, and nothing that could be a credential. */
function toHeaders(headers: JsonObject): JsonObject {
  const shown = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(shown.filter(([name]) => !isHiddenHeader(name)))
}

async function readDocument(parts: TestedRequestParts, type: string, id: unknown): Promise<JsonObject> {
  const isServed = parts.registry.get(type) !== undefined
  const found = isServed && isResourceId(id) ? await parts.documents.read({ type }, id) : null
  if (found === null) {
    const expression = `request.${type.toLowerCase()}-id`
    throw new AppError('unprocessable', 'reference-unknown', `There is no such ${type}`, { expression })
  }
  return found.resource
}

async function readRoles({ documents, registry }: TestedRequestParts, userId: string) {
  return registry.get('Role') === undefined ? [] : await findRoles(userId, documents)
}
