/** What a schema says about how a document is tidied before it is checked: where references are, and what is kept as it came. */
import { isJsonObject, type JsonValue } from '../kernel/json.ts'

/** `verbatim`: the schema says nothing about the content, so nothing in it is dropped (such as the pattern of a policy). */
export interface Shape {
  readonly kind: 'plain' | 'verbatim' | 'reference'
  readonly fields: ReadonlyMap<string, Shape>
  /** Of list elements. */
  readonly items: Shape | undefined
  /** Of fields that the schema does not name. */
  readonly others: Shape | undefined
  /** `x-keep-empty`: null and an empty list are left for the check to refuse, because leaving the field out would mean more. */
  readonly keepsEmpty: boolean
}

const none: ReadonlyMap<string, Shape> = new Map()
const plain: Shape = { kind: 'plain', fields: none, items: undefined, others: undefined, keepsEmpty: false }
const verbatim: Shape = { ...plain, kind: 'verbatim' }
const reference: Shape = { ...plain, kind: 'reference' }

const silentKeywords = new Set(['title', 'description', 'default', 'examples', '$comment', '$id'])

/** `schema` is a completed one (complete-schema.ts). A `$ref` is followed nowhere: what it names is kept verbatim. */
export function toShape(schema: JsonValue | undefined): Shape {
  if (schema === true || !isJsonObject(schema)) return verbatim
  if (Array.isArray(schema['x-reference'])) return reference
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].filter((one) => Array.isArray(one)).flat()
  if (branches.length > 0 && schema.properties === undefined) return branches.map(toShape).reduce(merge)
  if (saysNothing(schema)) return verbatim
  return {
    kind: 'plain',
    fields: toFields(schema.properties),
    items: schema.items === undefined ? undefined : toShape(schema.items),
    others: isJsonObject(schema.additionalProperties) ? toShape(schema.additionalProperties) : undefined,
    keepsEmpty: schema['x-keep-empty'] === true,
  }
}

function toFields(properties: JsonValue | undefined): ReadonlyMap<string, Shape> {
  if (!isJsonObject(properties)) return none
  return new Map(Object.entries(properties).map(([name, field]) => [name, toShape(field)]))
}

/** No keyword that restricts the content: anything, any object, any list, or a record of anything. */
function saysNothing(schema: { [keyword: string]: JsonValue | undefined }): boolean {
  if (schema.$ref !== undefined || schema.not !== undefined || schema.if !== undefined) return true
  const keywords = Object.keys(schema).filter((keyword) => !silentKeywords.has(keyword))
  if (keywords.length === 0) return true
  if (schema.type === 'object' && Object.keys(schema.properties ?? {}).length === 0) {
    const { patternProperties: patterns, additionalProperties } = schema
    const named = [...(isJsonObject(patterns) ? Object.values(patterns) : []), additionalProperties]
    return named.every((value) => !isJsonObject(value) || toShape(value).kind === 'verbatim')
  }
  return schema.type === 'array' && schema.items === undefined
}

/** Of alternatives: verbatim wins, as dropping is what cannot be undone. */
function merge(one: Shape, other: Shape): Shape {
  if (one.kind === 'verbatim' || other.kind === 'verbatim') return verbatim
  if (one.kind === 'reference' || other.kind === 'reference') return reference
  const fields = new Map(one.fields)
  for (const [name, shape] of other.fields) {
    const same = fields.get(name)
    fields.set(name, same === undefined ? shape : merge(same, shape))
  }
  const keepsEmpty = one.keepsEmpty || other.keepsEmpty
  return {
    kind: 'plain',
    fields,
    items: one.items ?? other.items,
    others: one.others ?? other.others,
    keepsEmpty,
  }
}
