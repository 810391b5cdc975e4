/** The keywords that a schema may have: those of draft-07, common annotations, and our own. */

/** https://json-schema.org/draft-07/json-schema-validation */
const draft07 = [
  ...['$schema', '$id', '$ref', '$comment', 'definitions', '$defs', 'title', 'description', 'default'],
  ...[
    'examples',
    'readOnly',
    'writeOnly',
    'deprecated',
    'contentMediaType',
    'contentEncoding',
    'format',
    'nullable',
  ],
  ...['type', 'enum', 'const', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'items', 'additionalItems', 'maxItems', 'minItems', 'uniqueItems'],
  ...['contains', 'maxProperties', 'minProperties', 'required', 'properties', 'patternProperties'],
  ...['additionalProperties', 'dependencies', 'propertyNames', 'if', 'then', 'else', 'allOf', 'anyOf'],
  ...['oneOf', 'not'],
]

/** They mean nothing for validation, but are common in schemas. */
export const annotations = ['example', '$anchor']

/** `x-secret`, `x-reference`, `x-keep-empty`, and `x-several`: the field beside it that takes a list; others with `x-` are their author's. */
export const ownKeywords = ['x-secret', 'x-reference', 'x-keep-empty', 'x-several']

export const keywords: readonly string[] = [...draft07, ...annotations, ...ownKeywords]

const known = new Set(keywords)

export function isKeyword(name: string): boolean {
  return known.has(name) || name.startsWith('x-')
}
