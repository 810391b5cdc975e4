/** Why a resource cannot be read: it never existed (404), or it was deleted (410; FHIR R4 http.html#delete). */
import { AppError } from '../kernel/errors.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Condition } from './ports/condition.ts'
import type { Store } from './ports/store.ts'

/** That it was deleted is told only of a resource whose last document fits `rows`; others never existed. */
export async function toMissingError(
  store: Store,
  type: ResourceType,
  id: string,
  rows: Condition | undefined,
): Promise<AppError> {
  const { versions } = await store.history({ type: type.type, id, count: 1 })
  const last = versions[0]
  if (last?.status !== 'deleted') return notFound(type, id)
  const isTold = rows === undefined || (await store.vread(type.type, id, last.versionId, rows)) !== null
  return isTold ? wasDeleted(type, id) : notFound(type, id)
}

export function notFound(type: ResourceType, id: string): AppError {
  return new AppError('not-found', 'not-found', `${type.type}/${id} does not exist`)
}

export function wasDeleted(type: ResourceType, id: string): AppError {
  return new AppError('deleted', 'deleted', `${type.type}/${id} was deleted`)
}
