/** What is wrong with the search parameters of a definition: their form, and whether the schema has what they look for. */
import { messageOf } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import { completeSchema } from '../complete-schema.ts'
import type { ResourceDefinition, SearchParameter } from '../resource-definition.ts'
import { parseSearchPath, type SearchPath } from '../search-path.ts'
import { findSecretPaths } from '../secret-paths.ts'
import { findPathProblem } from './field-path.ts'
import { type Path, type Problem, problemAt } from './problem.ts'

const parameterName = /^[a-z][A-Za-z0-9-]{0,63}$/
const searchTypes = ['string', 'token', 'reference', 'date', 'number', 'quantity', 'uri']
const knownParts = ['name', 'type', 'path', 'description', 'ignoreCase']

/** `isSchemaGood`: paths are looked up only in a schema that can be read. */
export function findSearchProblems(definition: ResourceDefinition, isSchemaGood: boolean): Problem[] {
  const { search } = definition
  if (search === undefined) return []
  if (!Array.isArray(search)) return [problemAt(['search'], '`search` must be a list of parameters')]
  const schema = isSchemaGood ? completeOf(definition) : undefined
  const seen = new Set<string>()
  return search.flatMap((parameter: SearchParameter, index) => {
    const at: Path = ['search', index]
    if (!isJsonObject(parameter)) return [problemAt(at, `\`search[${index}]\` must be an object`)]
    const found = [
      ...findFormProblems(parameter),
      ...findLookProblems(parameter, definition.type, schema),
      ...(seen.has(parameter.name) ? [problemAt(['name'], 'is declared twice')] : []),
    ]
    seen.add(parameter.name)
    const title = `search parameter \`${parameter.name ?? index}\``
    return found.map(({ path, message }) => problemAt([...at, ...path], `${title} ${message}`))
  })
}

function completeOf(definition: ResourceDefinition): JsonObject | undefined {
  return isJsonObject(definition.schema) ? (completeSchema(definition) as JsonObject) : undefined
}

function findFormProblems(parameter: SearchParameter): Problem[] {
  const { name, type, path, ignoreCase } = parameter
  const problems = Object.keys(parameter)
    .filter((part) => !knownParts.includes(part))
    .map((part) => problemAt([part], `has an unknown part \`${part}\`${suggest(part, knownParts)}`))
  if (typeof name !== 'string' || !parameterName.test(name)) {
    const message = 'needs a name of letters, digits and hyphens that starts with a lower-case letter'
    problems.push(problemAt(name === undefined ? [] : ['name'], message))
  }
  if (!searchTypes.includes(type)) {
    const message = `needs a type: ${searchTypes.join(', ')}${suggest(String(type), searchTypes)}`
    problems.push(problemAt(type === undefined ? [] : ['type'], message))
  }
  if (ignoreCase !== undefined && (typeof ignoreCase !== 'boolean' || type !== 'token'))
    problems.push(problemAt(['ignoreCase'], '`ignoreCase` is true or false, and for tokens only'))
  if (typeof path !== 'string') problems.push(problemAt(path === undefined ? [] : ['path'], 'needs a path'))
  return problems
}

function findLookProblems(
  { path, type: searchType }: SearchParameter,
  type: string,
  schema: JsonObject | undefined,
): Problem[] {
  if (typeof path !== 'string') return []
  const at: Path = ['path']
  let parsed: SearchPath
  try {
    parsed = parseSearchPath(path, type)
  } catch (error) {
    return [problemAt(at, messageOf(error))]
  }
  if (schema === undefined) return []
  if (seesSecret(parsed, schema)) return [problemAt(at, 'must not point to a write-only value')]
  return parsed
    .map((steps) => findPathProblem(schema, steps, searchType))
    .filter((message) => message !== undefined)
    .map((message) => problemAt(at, message))
}

/** A search of the parent object of a secret would see it, too. */
function seesSecret(path: SearchPath, schema: JsonObject): boolean {
  const secrets = findSecretPaths(schema).map((secret) => secret.join('.'))
  return path
    .map((steps) => steps.map(({ name }) => name).join('.'))
    .some((found) => secrets.some((secret) => secret === found || secret.startsWith(`${found}.`)))
}
