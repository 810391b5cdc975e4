/** What a type's schema says of a document: here, or of a text where somebody else has the document. */
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import { explainErrors } from './explain-errors.ts'
import { type CompiledSchema, compileSchema } from './schema-compiler.ts'

export const noIssues: readonly Issue[] = Object.freeze([])

/** At most 100; none of a valid document. */
export function findSchemaIssues(
  type: string,
  { isValid, findErrors }: CompiledSchema,
  resource: JsonObject,
): readonly Issue[] {
  return isValid(resource) ? noIssues : explainErrors(type, resource, findErrors(resource))
}

/** `schema`, `text`: JSON of the whole schema and of a tidied document. The issues are those that `findSchemaIssues` has. */
export type CheckText = (type: string, schema: string, text: string) => readonly Issue[]

/** Compiles every schema once: for a thread, which knows no registry. */
export function createCheckText(): CheckText {
  const known = new Map<string, CompiledSchema>()
  return (type, schema, text) => {
    const compiled = known.get(schema) ?? compileSchema(JSON.parse(schema) as JsonObject)
    known.set(schema, compiled)
    return findSchemaIssues(type, compiled, JSON.parse(text) as JsonObject)
  }
}
