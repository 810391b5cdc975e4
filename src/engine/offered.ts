/** Refuses interactions that a type does not offer, with the methods that it does (RFC 9110 §15.5.6). */
import { AppError } from '../kernel/errors.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Interaction } from '../schema/resource-definition.ts'

const ofInstance: readonly (readonly [Interaction, string])[] = [
  ['read', 'GET'],
  ['read', 'HEAD'],
  ['update', 'PUT'],
  ['delete', 'DELETE'],
]
const ofType: readonly (readonly [Interaction, string])[] = [
  ['search-type', 'GET'],
  ['search-type', 'HEAD'],
  ['create', 'POST'],
]

/** Throws AppError `method-not-allowed`. */
export function checkOffered(type: ResourceType, interaction: Interaction): void {
  if (type.interactions.has(interaction)) return
  throw new AppError('method-not-allowed', 'not-offered', `${type.type} does not offer ${interaction}`, {
    headers: { Allow: allowedMethods(type, interaction).join(', ') },
  })
}

/** Methods of the same URL: histories and versions have none when they are not offered. */
function allowedMethods(type: ResourceType, interaction: Interaction): string[] {
  const table = [ofInstance, ofType].find((rows) => rows.some(([name]) => name === interaction)) ?? []
  const methods = table.filter(([name]) => type.interactions.has(name)).map(([, method]) => method)
  return [...methods, 'OPTIONS']
}
