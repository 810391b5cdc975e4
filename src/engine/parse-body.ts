/** The body of a write: an object that says it is of the type that the URL names. */
import { AppError } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'

/** `resourceType` may be left out, as the URL says it. Throws AppError `invalid`. */
export function parseBody(type: ResourceType, body: unknown): JsonObject {
  if (!isJsonObject(body)) throw new AppError('invalid', 'no-resource', 'The body must be a resource')
  const { resourceType } = body
  if (resourceType !== undefined && resourceType !== null && resourceType !== type.type) {
    throw new AppError('invalid', 'type-mismatch', `The resourceType must be ${type.type}, as the URL says`, {
      expression: `${type.type}.resourceType`,
    })
  }
  return body
}
