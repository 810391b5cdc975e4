/** Why a resource cannot be read: it never existed (404), or it was deleted (410; FHIR R4 http.html#delete). */
import { AppError } from '../kernel/errors.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Store } from './ports/store.ts'

export async function toMissingError(store: Store, type: ResourceType, id: string): Promise<AppError> {
  const { versions } = await store.history({ type: type.type, id, count: 1 })
  return versions.length > 0 ? wasDeleted(type, id) : notFound(type, id)
}

export function notFound(type: ResourceType, id: string): AppError {
  return new AppError('not-found', 'not-found', `${type.type}/${id} does not exist`)
}

export function wasDeleted(type: ResourceType, id: string): AppError {
  return new AppError('deleted', 'deleted', `${type.type}/${id} was deleted`)
}
