/** The id that the URL of a request names. */
import { AppError } from '../kernel/errors.ts'
import { isResourceId } from '../schema/resource-id.ts'
import type { Operation } from './ports/access.ts'

/** Throws AppError `invalid` for what can be no id. */
export function parseTargetId(operation: Operation): string {
  return checkResourceId(operation.resourceId)
}

export function checkResourceId(id: unknown, expression?: string): string {
  if (isResourceId(id)) return id
  const message = 'An id has 1 to 64 letters, digits, hyphens, dots and underscores, and not only dots'
  throw new AppError('invalid', 'bad-id', message, expression === undefined ? {} : { expression })
}
