/** Elements that stay as they are: a name that no type has would protect nothing. */
import type { Issue } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { Registry, ResourceType } from '../../schema/registry.ts'
import { pathOfIndex } from '../issue-path.ts'
import { unknownName } from './lint-text.ts'

/** `types`: names that the rule is about; without any of them all types count. */
export function lintReadonly(
  paths: JsonValue | undefined,
  types: readonly string[],
  registry: Registry,
): readonly Issue[] {
  const about = types.flatMap((name) => registry.get(name) ?? [])
  const searched = about.length > 0 ? about : registry.types
  return (Array.isArray(paths) ? paths : []).flatMap((path, index) => {
    if (typeof path !== 'string' || searched.some((type) => hasElement(type.jsonSchema, path.split('.'))))
      return []
    const what = about.length > 0 ? `element of ${about.map(({ type }) => type).join(' or ')}` : 'element'
    return [unknownName(what, path, searched.flatMap(namesOf), pathOfIndex('AccessPolicy.readonly', index))]
  })
}

function namesOf({ jsonSchema }: Pick<ResourceType, 'jsonSchema'>): readonly string[] {
  const { properties } = jsonSchema as JsonObject
  return isJsonObject(properties) ? Object.keys(properties) : []
}

/** Whether there can be such an element, in each item where a list is on the way. */
function hasElement(schema: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined || !isJsonObject(schema)) return true
  const { properties, items, additionalProperties } = schema
  if (items !== undefined) return hasElement(items, [name, ...rest])
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return hasElement(properties[name], rest)
  return additionalProperties !== false
}
