/** What is wrong with the JSON Schema of a definition: all of it, each with its place. */
import { messageOf } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import { completeSchema } from '../complete-schema.ts'
import { buildingBlockNames } from '../datatypes/building-blocks.ts'
import { formats } from '../formats.ts'
import { isKeyword, keywords, ownKeywords } from '../keywords.ts'
import type { ResourceDefinition } from '../resource-definition.ts'
import { findSecretPaths } from '../secret-paths.ts'
import { resolvePointer, visitPlaces } from '../walk-schema.ts'
import { type Path, type Problem, problemAt } from './problem.ts'

const addedFields = ['resourceType', 'id', 'meta']

export function findSchemaProblems(definition: ResourceDefinition): Problem[] {
  const { schema } = definition
  if (!isJsonObject(schema)) return [problemAt([], '`schema` is missing')]
  const at: Path = ['schema']
  if (schema.type !== 'object') return [problemAt(at, '`schema` must have `type: object`')]
  const { properties } = schema
  if (properties !== undefined && !isJsonObject(properties))
    return [problemAt([...at, 'properties'], '`schema.properties` must be an object')]
  const problems = addedFields
    .filter((field) => properties !== undefined && Object.hasOwn(properties, field))
    .map((field) =>
      problemAt([...at, 'properties', field], `\`schema.properties.${field}\` must be left out: it is added`),
    )
  return [...problems, ...findKeywordProblems(schema), ...findWholeProblems(definition)]
}

/** Of keywords and their values, one node after another. */
function findKeywordProblems(schema: JsonObject): Problem[] {
  const problems: Problem[] = []
  visitPlaces(schema, (node, path) => {
    const at: Path = ['schema', ...path]
    for (const keyword of Object.keys(node)) {
      const problem = checkKeyword(keyword, node, schema)
      if (problem !== undefined) problems.push(problemAt([...at, keyword], problem))
    }
  })
  return problems
}

/** In YAML `yes` is a text, and a secret that is marked by it would be stored and shown in clear. */
const switches: ReadonlySet<string> = new Set(['x-secret', 'x-keep-empty'])

function checkKeyword(keyword: string, node: JsonObject, root: JsonObject): string | undefined {
  if (!isKeyword(keyword)) return `unknown keyword \`${keyword}\`${suggest(keyword, keywords)}`
  // People's own `x-` keywords are theirs; what is nearly one of ours is a slip that would, say, show a secret.
  if (keyword.startsWith('x-') && !ownKeywords.includes(keyword)) {
    const meant = suggest(keyword, ownKeywords)
    return meant === '' ? undefined : `unknown keyword \`${keyword}\`${meant}`
  }
  const value = node[keyword]
  if (switches.has(keyword) && typeof value !== 'boolean') return 'must be true or false'
  if (typeof value !== 'string') return undefined
  if (keyword === '$ref') return checkReference(value, root)
  if (keyword === 'pattern') return checkPattern(value)
  if (keyword !== 'format' || Object.hasOwn(formats, value)) return undefined
  const names = Object.keys(formats)
  return `unknown format \`${value}\`${suggest(value, names)}; known are ${names.join(', ')}`
}

function checkReference(reference: string, root: JsonObject): string | undefined {
  if (buildingBlockNames.includes(reference)) return undefined
  if (reference.startsWith('#')) {
    if (resolvePointer(root, reference) !== undefined) return undefined
    const local = [root.definitions, root.$defs].flatMap((one) => Object.keys(isJsonObject(one) ? one : {}))
    const name = reference.slice(reference.lastIndexOf('/') + 1)
    const block = buildingBlockNames.includes(name) ? `; the building block is \`$ref: ${name}\`` : ''
    return `there is no ${reference} in this schema${block || suggest(name, local)}`
  }
  // A schema with an `$id` may name itself by it.
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) return undefined
  return `there is no building block \`${reference}\`${suggest(reference, buildingBlockNames)}`
}

function checkPattern(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** What can be seen only in the schema as a whole. */
function findWholeProblems(definition: ResourceDefinition): Problem[] {
  const problems: Problem[] = []
  try {
    findSecretPaths(definition.schema)
  } catch (error) {
    problems.push(problemAt(['schema'], messageOf(error)))
  }
  try {
    visitPlaces(completeSchema(definition) as JsonObject, (node, path) => {
      problems.push(...findUndeclared(node, ['schema', ...path]))
    })
  } catch (error) {
    problems.push(problemAt(['schema'], messageOf(error)))
  }
  return problems
}

/** In a closed object a required field that is not declared could be neither given nor left out. */
function findUndeclared(node: JsonObject, at: Path): Problem[] {
  const { required, properties, additionalProperties, patternProperties } = node
  if (!Array.isArray(required) || !isJsonObject(properties) || additionalProperties !== false) return []
  const isDeclared = (name: string) =>
    Object.hasOwn(properties, name) ||
    Object.keys(isJsonObject(patternProperties) ? patternProperties : {}).some((pattern) =>
      new RegExp(pattern, 'u').test(name),
    )
  return required
    .filter((name) => typeof name === 'string')
    .filter((name) => !isDeclared(name))
    .map((name) =>
      problemAt(
        [...at, 'required'],
        `\`${name}\` is required, but not declared in \`properties\`${suggest(name, Object.keys(properties))}`,
      ),
    )
}
