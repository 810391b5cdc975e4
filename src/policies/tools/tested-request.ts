/** The request object of a request that somebody made up, with the real user and client where they are named. */
import { fieldIs } from '../../engine/ports/condition.ts'
import { parseVersion, type Store } from '../../engine/ports/store.ts'
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Registry } from '../../schema/registry.ts'
import { isHiddenHeader } from '../decisions/request-object.ts'
import { withoutSecrets } from '../without-secrets.ts'

export interface TestedRequestParts {
  readonly store: Store
  readonly registry: Registry
}

const maxRoles = 1000

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
  return { ...tested, session: { ...(isJsonObject(tested.session) ? tested.session : {}), role } }
}

/** As with a real request: lower case, and nothing that could be a credential. */
function toHeaders(headers: JsonObject): JsonObject {
  const shown = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(shown.filter(([name]) => !isHiddenHeader(name)))
}

async function readDocument(parts: TestedRequestParts, type: string, id: unknown): Promise<JsonObject> {
  const isId = typeof id === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(id)
  const version = isId ? await parts.store.read(type, id) : null
  if (version === null) {
    const expression = `request.${type.toLowerCase()}-id`
    throw new AppError('unprocessable', 'not-found', `There is no such ${type}`, { expression })
  }
  return withoutSecrets(parseVersion(version), parts.registry.get(type)?.secretPaths ?? [])
}

async function readRoles({ store, registry }: TestedRequestParts, userId: string): Promise<JsonObject[]> {
  if (registry.get('Role') === undefined) return []
  const { versions } = await store.search({
    type: 'Role',
    where: fieldIs('user.reference', `User/${userId}`),
    count: maxRoles,
    withTotal: false,
  })
  return versions.map(parseVersion)
}
