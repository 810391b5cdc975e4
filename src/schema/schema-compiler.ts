/** Compiles JSON Schemas (draft-07) with ajv: a quick check for the usual case, and one that finds all problems after a failed check. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { JsonObject } from '../kernel/json.ts'
import { formats } from './formats.ts'
import { annotations } from './keywords.ts'
import { namedType } from './reference.ts'
import type { JsonSchema } from './resource-definition.ts'
import { shareSubschemas } from './share-subschemas.ts'
import { walkSchema } from './walk-schema.ts'

export interface CompiledSchema {
  readonly isValid: (resource: JsonObject) => boolean
  /** All problems, in ajv's words, of a document that is not valid. */
  readonly findErrors: (resource: JsonObject) => readonly ErrorObject[]
}

/** Made once, as its first schema costs 50 ms more than the others; they keep nothing of the schemas. */
const compilers: { check?: Ajv; explain?: Ajv; meta?: Ajv } = {}

/** By their text: a schema is compiled when it is checked, and asked for again by its type and by the next server here. */
const compiledBefore = new Map<string, CompiledSchema>()
const mostKept = 100

/**
 * Throws an Error for a schema that is not valid, has an unknown keyword or an unresolvable `$ref`. Takes about 20 ms, unless
 * the same schema was compiled before.
 */
export function compileSchema(schema: JsonSchema): CompiledSchema {
  const text = JSON.stringify(schema)
  const known = compiledBefore.get(text)
  if (known !== undefined) return known
  const compiled = compileNew(schema)
  const [oldest] = compiledBefore.keys()
  if (compiledBefore.size >= mostKept && oldest !== undefined) compiledBefore.delete(oldest)
  compiledBefore.set(text, compiled)
  return compiled
}

function compileNew(schema: JsonSchema): CompiledSchema {
  compilers.check ??= createAjv(false)
  // Of the schema as it is written, so that a mistake is named by its own path.
  compilers.check.validateSchema(schema, true)
  const isValid = compileWith(compilers.check, shareSubschemas(schema))
  let explain: ValidateFunction | undefined
  return {
    isValid: (resource) => isValid(resource) as boolean,
    findErrors(resource) {
      compilers.explain ??= createAjv(true)
      explain ??= compileWith(compilers.explain, schema)
      return explain(resource) ? [] : (explain.errors ?? [])
    },
  }
}

/** What draft-07's own schema says of a schema: all problems, none of unknown keywords. */
export function findMetaErrors(schema: JsonObject): readonly ErrorObject[] {
  compilers.check ??= createAjv(false)
  // The usual case, without a compiler that explains.
  if (compilers.check.validateSchema(schema) === true) return []
  compilers.meta ??= new Ajv({ allErrors: true, verbose: true, logger: false, formats })
  return compilers.meta.validate('http://json-schema.org/draft-07/schema', schema)
    ? []
    : (compilers.meta.errors ?? [])
}

/** Forgets the schema afterwards, so that an `$id` can come again. */
function compileWith(ajv: Ajv, schema: JsonSchema): ValidateFunction {
  for (const keyword of collectCustomKeywords(schema))
    if (!ajv.RULES.keywords[keyword]) ajv.addKeyword(keyword)
  try {
    return ajv.compile(schema)
  } finally {
    ajv.removeSchema(schema)
  }
}

/** `verbose` puts the schema beside each error, for `did you mean`; values of the document are never printed from it. */
function createAjv(allErrors: boolean): Ajv {
  const ajv = new Ajv({
    allErrors,
    verbose: allErrors,
    // The one that explains gets only schemas that the one that checks has taken.
    validateSchema: !allErrors,
    // The quick one has functions of a size that runtimes compile; the other one names places in the schema as written.
    inlineRefs: allErrors,
    formats,
    logger: false,
    ownProperties: true,
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowUnionTypes: true,
  })
  ajv.addKeyword({
    keyword: 'x-reference',
    schemaType: 'array',
    type: 'object',
    validate: pointsToAllowedType,
  })
  ajv.addVocabulary([...annotations])
  return ajv
}

/** A relative reference must name one of the types; absolute URLs, `#contained` and `urn:` are not judged. */
function pointsToAllowedType(types: readonly string[], value: JsonObject): boolean {
  const type = typeof value.reference === 'string' ? namedType(value.reference) : undefined
  return types.length === 0 || type === undefined || types.includes(type)
}

/** All keywords with `x-`; the names of fields are not keywords. */
function collectCustomKeywords(schema: JsonObject): ReadonlySet<string> {
  const found = new Set<string>()
  walkSchema(schema, (node) => {
    for (const keyword of Object.keys(node)) if (keyword.startsWith('x-')) found.add(keyword)
  })
  return found
}
