/** Finds what is wrong with a definition before anything is built from it. */
import { messageOf } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'
import { isInteraction } from './interactions.ts'
import type { ResourceDefinition, SearchParameter } from './resource-definition.ts'
import { parseSearchPath } from './search-path.ts'
import { findSecretPaths } from './secret-paths.ts'

const typeName = /^[A-Z][A-Za-z0-9]{0,39}$/
const parameterName = /^[a-z][A-Za-z0-9-]{0,63}$/
const searchTypes = new Set(['string', 'token', 'reference', 'date', 'number', 'quantity', 'uri'])
const knownParts = new Set([
  'type',
  'description',
  'schema',
  'search',
  'history',
  'interactions',
  'examples',
  'check',
])
const addedFields = ['resourceType', 'id', 'meta']

/** All problems as short texts; empty when the definition is good. Takes anything, as files hold anything. */
export function findDefinitionProblems(definition: unknown): string[] {
  if (!isJsonObject(definition)) return ['a definition must be an object with `type` and `schema`']
  const candidate = definition as unknown as ResourceDefinition
  const schemaProblems = findSchemaProblems(candidate.schema)
  return [
    ...Object.keys(definition)
      .filter((part) => !knownParts.has(part))
      .map((part) => `unknown part \`${part}\`; known are ${[...knownParts].join(', ')}`),
    ...findTypeProblems(candidate.type),
    ...findPartProblems(candidate),
    ...schemaProblems,
    ...findSearchProblems(candidate, schemaProblems.length === 0),
  ]
}

function findTypeProblems(type: unknown): string[] {
  if (typeof type !== 'string') return ['`type` is missing']
  return typeName.test(type)
    ? []
    : ['`type` must be upper camel case, letters and digits, at most 40 characters']
}

function findPartProblems({
  history,
  interactions,
  description,
  examples,
  check,
}: ResourceDefinition): string[] {
  const problems: string[] = []
  if (history !== undefined && typeof history !== 'boolean') problems.push('`history` must be true or false')
  if (description !== undefined && typeof description !== 'string')
    problems.push('`description` must be a text')
  if (examples !== undefined && !(Array.isArray(examples) && examples.every(isJsonObject))) {
    problems.push('`examples` must be a list of resources')
  }
  if (check !== undefined && typeof check !== 'function') problems.push('`check` must be a function')
  if (interactions !== undefined && !Array.isArray(interactions))
    problems.push('`interactions` must be a list')
  else {
    const unknown = (interactions ?? []).filter((name) => !isInteraction(name))
    for (const name of unknown) problems.push(`unknown interaction \`${String(name)}\``)
  }
  return problems
}

function findSchemaProblems(schema: unknown): string[] {
  if (!isJsonObject(schema)) return ['`schema` is missing']
  if (schema.type !== 'object') return ['`schema` must have `type: object`']
  const { properties } = schema
  if (properties !== undefined && !isJsonObject(properties)) return ['`schema.properties` must be an object']
  const problems = addedFields
    .filter((field) => properties !== undefined && Object.hasOwn(properties, field))
    .map((field) => `\`schema.properties.${field}\` must be left out: it is added`)
  try {
    findSecretPaths(schema)
  } catch (error) {
    problems.push(messageOf(error))
  }
  return problems
}

function findSearchProblems(definition: ResourceDefinition, isSchemaGood: boolean): string[] {
  const { search } = definition
  if (search === undefined) return []
  if (!Array.isArray(search)) return ['`search` must be a list of parameters']
  const secrets = isSchemaGood ? findSecretPaths(definition.schema).map((path) => path.join('.')) : []
  const seen = new Set<string>()
  return search.flatMap((parameter: SearchParameter, index) => {
    if (!isJsonObject(parameter)) return [`\`search[${index}]\` must be an object`]
    const problems = findParameterProblems(parameter, definition.type, secrets)
    if (seen.has(parameter.name)) problems.push('is declared twice')
    seen.add(parameter.name)
    return problems.map((problem) => `search parameter \`${parameter.name ?? index}\` ${problem}`)
  })
}

function findParameterProblems(
  parameter: SearchParameter,
  type: string,
  secrets: readonly string[],
): string[] {
  const problems: string[] = []
  const { name, path } = parameter
  if (typeof name !== 'string' || !parameterName.test(name)) {
    problems.push('needs a name of letters, digits and hyphens that starts with a lower-case letter')
  }
  if (!searchTypes.has(parameter.type)) problems.push(`needs a type: ${[...searchTypes].join(', ')}`)
  if (typeof path !== 'string') return [...problems, 'needs a path']
  try {
    const alternatives = parseSearchPath(path, type).map((steps) => steps.map((step) => step.name).join('.'))
    const isSecret = (found: string) =>
      secrets.some((secret) => isSameOrBelow(secret, found) || found === secret)
    if (alternatives.some(isSecret)) problems.push('must not point to a write-only value')
  } catch (error) {
    problems.push(messageOf(error))
  }
  return problems
}

/** Whether a search of `found` would also see `secret`: the parent object of a secret counts. */
function isSameOrBelow(secret: string, found: string): boolean {
  return secret.startsWith(`${found}.`)
}
