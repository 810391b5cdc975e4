/** Looks a path of elements up in a completed schema, through lists, alternatives and references. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import type { SearchType } from '../resource-definition.ts'
import type { SearchStep } from '../search-path.ts'
import { resolvePointer } from '../walk-schema.ts'

/** Why a search by this path finds nothing, undefined when it may find something or the schema leaves open what is there. */
export function findPathProblem(
  root: JsonObject,
  steps: readonly SearchStep[],
  type: SearchType,
): string | undefined {
  const found = follow(root, expand(root, root), steps)
  if (found === 'open') return undefined
  return typeof found === 'string' ? found : findTypeProblem(found, type)
}

type Places = readonly JsonObject[]

/** The schemas at the end of the path, or why there are none. */
function follow(
  root: JsonObject,
  start: Places,
  steps: readonly SearchStep[],
  before: readonly string[] = [],
): Places | 'open' | string {
  let places = start
  const walked = [...before]
  for (const { name, where = [] } of steps) {
    const next = step(root, places, name)
    if (next === 'open') return 'open'
    if (next.length === 0) return missing(name, walked.join('.'), places)
    walked.push(name)
    places = next
    for (const { field } of where) {
      const names = field.split('.').map((part) => ({ name: part }))
      const filter = follow(root, places, names, walked)
      if (typeof filter === 'string' && filter !== 'open') return filter
    }
  }
  return places
}

function missing(name: string, walked: string, places: readonly JsonObject[]): string {
  const known = places.flatMap(({ properties }) => Object.keys(isJsonObject(properties) ? properties : {}))
  const where = walked === '' ? 'the schema' : `\`${walked}\``
  return `looks for \`${name}\`, which ${where} does not have${suggest(name, known)}`
}

/** What the values of each type of parameter can be; any other is found by no search. */
const searchable: Readonly<Record<SearchType, readonly string[]>> = {
  string: ['string', 'object'],
  token: ['string', 'boolean', 'number', 'integer', 'object'],
  reference: ['string', 'object'],
  date: ['string', 'object'],
  number: ['number', 'integer'],
  quantity: ['object', 'number', 'integer'],
  uri: ['string'],
}

function findTypeProblem(places: Places, type: SearchType): string | undefined {
  const allowed = Object.hasOwn(searchable, type) ? searchable[type] : undefined
  const kinds = places.flatMap((place) => place.type ?? []).filter((kind) => kind !== 'array')
  if (allowed === undefined || kinds.length === 0) return undefined
  if (kinds.some((kind) => typeof kind !== 'string' || allowed.includes(kind))) return undefined
  return `of type ${type} finds nothing in ${kinds.join(' or ')}`
}

function step(root: JsonObject, places: Places, name: string): Places | 'open' {
  const found = places.flatMap((place) => fieldsOf(place, name)).flatMap((field) => expand(root, field))
  if (found.length > 0) return found
  return places.some(isOpen) ? 'open' : []
}

function fieldsOf({ properties, patternProperties, additionalProperties }: JsonObject, name: string) {
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return [properties[name]]
  const matching = Object.entries(isJsonObject(patternProperties) ? patternProperties : {})
    .filter(([pattern]) => new RegExp(pattern, 'u').test(name))
    .map(([, field]) => field)
  if (matching.length > 0) return matching
  return isJsonObject(additionalProperties) ? [additionalProperties] : []
}

/** Anything may stand in it: an object that is not closed, or a schema that does not say what it is. */
function isOpen(place: JsonObject): boolean {
  if (place.additionalProperties !== undefined) return place.additionalProperties !== false
  // A part of a closed object, which says nothing of the other fields.
  if (isJsonObject(place.properties) || Array.isArray(place.required)) return false
  const { type } = place
  return type === undefined ? isSilent(place) : [type].flat().includes('object')
}

const speaking = [
  'enum',
  'const',
  'anyOf',
  'oneOf',
  'allOf',
  '$ref',
  'if',
  'not',
  'items',
  'pattern',
  'format',
]

function isSilent(place: JsonObject): boolean {
  return !speaking.some((keyword) => place[keyword] !== undefined)
}

/** The schema and all that say something of the same value, or of the elements of a list. */
function expand(root: JsonObject, schema: JsonValue | undefined, seen = new Set<unknown>()): JsonObject[] {
  if (schema === true) return [{}]
  if (!isJsonObject(schema) || seen.has(schema)) return []
  seen.add(schema)
  const { items, $ref, anyOf, oneOf, allOf } = schema
  const same = [items, anyOf, oneOf, allOf, schema.then, schema.else].flat()
  const target = typeof $ref === 'string' ? resolvePointer(root, $ref) : undefined
  // What a reference to elsewhere names is not known here.
  const named = $ref !== undefined && target === undefined ? [{}] : expand(root, target, seen)
  return [schema, ...named, ...same.flatMap((inner) => expand(root, inner, seen))]
}
