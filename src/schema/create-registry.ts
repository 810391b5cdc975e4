/** Makes definitions ready for requests. */

import { AppError, type Issue } from '../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { pause } from '../kernel/pause.ts'
import { completeSchema } from './complete-schema.ts'
import { defineResource } from './define-resource.ts'
import { allowedInteractions } from './interactions.ts'
import { normalise, normaliseInSlices } from './normalise.ts'
import type { Registry, ResourceType } from './registry.ts'
import type { JsonSchema, ResourceDefinition } from './resource-definition.ts'
import { type CompiledSchema, compileSchema } from './schema-compiler.ts'
import { findSchemaIssues, noIssues } from './schema-issues.ts'
import { findSecretPaths } from './secret-paths.ts'
import { toShape } from './shape.ts'

const maxIssues = 100

/** Throws AppError `invalid` for a bad definition or a type that is defined twice (in any case: tables are lower case). */
export function createRegistry(definitions: readonly ResourceDefinition[]): Registry {
  const types: ResourceType[] = []
  const tables = new Set<string>()
  const byName = new Map<string, ResourceType>()
  for (const definition of definitions) {
    const type = createType(definition)
    if (tables.has(type.table)) {
      throw new AppError('invalid', 'duplicate-type', `resource type ${type.type} is defined twice`)
    }
    tables.add(type.table)
    byName.set(type.type, type)
    types.push(type)
  }
  return { types, get: (type) => byName.get(type) }
}

function createType(definition: ResourceDefinition): ResourceType {
  const { type, description, history, lifetime, interactions, search, examples } = defineResource(definition)
  const jsonSchema = completeSchema(definition)
  const shape = toShape(jsonSchema as JsonValue)
  const addRules = createAddRules(definition.check)
  return {
    type,
    table: type.toLowerCase(),
    description: description ?? '',
    history: history ?? true,
    lifetime,
    interactions: allowedInteractions(interactions, history ?? true),
    search: new Map((search ?? []).map((parameter) => [parameter.name, parameter])),
    jsonSchema,
    secretPaths: findSecretPaths(jsonSchema),
    examples: examples ?? [],
    normalise: (resource) => normalise(resource, shape),
    normaliseInSlices: (resource) => normaliseInSlices(resource, shape),
    validate: createValidate(type, jsonSchema, addRules),
    addRules,
  }
}

/** Compiled at the first use: a start must not wait for the schemas of types that nobody writes to. */
function createValidate(
  type: string,
  jsonSchema: JsonSchema,
  addRules: ResourceType['addRules'],
): ResourceType['validate'] {
  let compiled: CompiledSchema | undefined
  return (resource) => {
    compiled ??= compileSchema(jsonSchema)
    return addRules(resource, findSchemaIssues(type, compiled, resource))
  }
}

function createAddRules(check: ResourceDefinition['check']): ResourceType['addRules'] {
  return (resource, found) => {
    if (found.length > 0) return [...found, ...checkBroken(check, resource)].slice(0, maxIssues)
    return check === undefined ? noIssues : check(resource).slice(0, maxIssues)
  }
}

/** Compiles what is compiled on first use before anybody asks, one type at a time, so that requests go on in between. */
export async function warmUp({ types }: Registry): Promise<void> {
  for (const type of types) {
    // An empty document is refused by most types, which compiles the explaining check, too.
    type.validate({ resourceType: type.type, '': null })
    await pause(5)
  }
}

/** Rules may rely on the schema: what they throw for a document that the schema refuses does not count. */
function checkBroken(check: ResourceDefinition['check'], resource: JsonObject): readonly Issue[] {
  try {
    return check?.(resource) ?? noIssues
  } catch {
    return noIssues
  }
}
