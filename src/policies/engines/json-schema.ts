/** `json-schema`: validates the request object against a schema of draft-07 (https://json-schema.org/draft-07). */
import { Ajv, type ErrorObject } from 'ajv'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { toPlainRequest } from '../decisions/request-object.ts'
import { pathOfKey } from '../issue-path.ts'
import { compileLinearRegex, type LinearRegex } from '../matcho/linear-regex.ts'
import type { PolicyEngine, Rule } from './engine.ts'
import { findUnboundedSchema } from './json-schema-bounds.ts'
import { findSchemaDemands } from './json-schema-demands.ts'
import { findSchemaReads } from './json-schema-reads.ts'

export const jsonSchema: PolicyEngine = {
  fields: ['schema'],
  compile(rule, place) {
    const path = pathOfKey(place.path, 'schema')
    const { schema } = rule
    if (!isJsonObject(schema))
      return place.refuse('The engine json-schema needs a schema here', path, 'required')
    if (Object.keys(schema).length === 0) return place.refuse('{} says nothing', path)
    const unbounded = findUnboundedSchema(schema)
    if (unbounded !== null) return place.refuse(unbounded, path)
    try {
      const compiled = compileSchema(schema)
      // A schema that an empty request fits would grant everything to everybody whom the policy reaches.
      return compiled.holds({}) === true
        ? place.refuse('This schema says nothing: an empty request fits it. Name what is `required`', path)
        : compiled
    } catch (error) {
      return place.refuse(`Bad JSON Schema: ${error instanceof Error ? error.message : 'not accepted'}`, path)
    }
  },
}

/** Regular expressions run in linear time, as those of matcho do. `code` is what Ajv would write into a module; we ask for none. */
const schemaRegExp = Object.assign((source: string, _flags: string) => compileOrThrow(source), {
  code: 'undefined',
})

function compileOrThrow(source: string): LinearRegex {
  const regex = compileLinearRegex(source)
  if (typeof regex === 'string') throw new Error(regex)
  return regex
}

let ajv: Ajv | undefined

/** Made at the first need: it compiles the meta-schema, which takes a few hundred milliseconds. */
function schemaCompiler(): Ajv {
  ajv ??= new Ajv({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateFormats: false,
    addUsedSchema: false,
    logger: false,
    ownProperties: true,
    code: { regExp: schemaRegExp },
  })
  return ajv
}

function compileSchema(schema: JsonObject): Rule {
  const copy = structuredClone(schema)
  const validate = schemaCompiler().compile(copy)
  schemaCompiler().removeSchema(copy)
  return {
    cost: 2,
    reads: findSchemaReads(schema),
    demands: findSchemaDemands(schema),
    holds: (request) => validate(toPlainRequest(request)) === true,
    explain(request) {
      const isValid = validate(toPlainRequest(request)) === true
      return { 'eval-result': isValid, ...(isValid ? {} : { errors: validate.errors?.map(toReason) ?? [] }) }
    },
  }
}

function toReason({ instancePath, message }: ErrorObject): JsonObject {
  return { path: instancePath, message: message ?? 'does not fit' }
}
