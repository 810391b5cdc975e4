/** Finds what is wrong with a definition before anything is built from it. */
import { isJsonObject } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import { interactionNames, isInteraction } from '../interactions.ts'
import type { ResourceDefinition } from '../resource-definition.ts'
import { type Problem, problemAt } from './problem.ts'
import { findSchemaProblems } from './schema-problems.ts'
import { findSearchProblems } from './search-problems.ts'

const typeName = /^[A-Z][A-Za-z0-9]{0,39}$/
const knownParts = ['type', 'description', 'schema', 'search', 'history', 'interactions', 'examples', 'check']
/** What definitions in code may have besides. */
const codeParts = new Set(['lifetime'])
/** What the server itself answers under these names would hide the resources. */
const takenNames: Readonly<Record<string, string>> = {
  Operation: 'GET /Operation lists the operations of the server',
  Bundle: 'pages of searches and histories are Bundles',
  OperationOutcome: 'errors are OperationOutcomes',
}

/** All problems; empty when the definition is good. Takes anything, as files hold anything. */
export function findDefinitionProblems(definition: unknown): readonly Problem[] {
  if (!isJsonObject(definition))
    return [problemAt([], 'a definition must be an object with `type` and `schema`')]
  const candidate = definition as unknown as ResourceDefinition
  const schemaProblems = findSchemaProblems(candidate)
  return [
    ...Object.keys(definition)
      .filter((part) => !knownParts.includes(part) && !codeParts.has(part))
      .map((part) =>
        problemAt(
          [part],
          `unknown part \`${part}\`${suggest(part, knownParts)}; known are ${knownParts.join(', ')}`,
        ),
      ),
    ...findTypeProblems(candidate.type),
    ...findPartProblems(candidate),
    ...schemaProblems,
    ...findSearchProblems(candidate, schemaProblems.length === 0),
  ]
}

function findTypeProblems(type: unknown): Problem[] {
  if (typeof type !== 'string') return [problemAt([], '`type` is missing')]
  if (!typeName.test(type)) {
    const message = '`type` must be upper camel case, letters and digits, at most 40 characters'
    return [problemAt(['type'], message)]
  }
  const reason = Object.hasOwn(takenNames, type) ? takenNames[type] : undefined
  return reason === undefined ? [] : [problemAt(['type'], `\`${type}\` cannot be a type: ${reason}`)]
}

function findPartProblems(definition: ResourceDefinition): Problem[] {
  const { history, lifetime, description, examples, check } = definition
  const problems: Problem[] = []
  const add = (part: string, message: string) => problems.push(problemAt([part], message))
  if (history !== undefined && typeof history !== 'boolean') add('history', '`history` must be true or false')
  if (description !== undefined && typeof description !== 'string')
    add('description', '`description` must be a text')
  if (examples !== undefined && !(Array.isArray(examples) && examples.every(isJsonObject)))
    add('examples', '`examples` must be a list of resources')
  if (check !== undefined && typeof check !== 'function') add('check', '`check` must be a function')
  // Storage changes and removes such resources without a word in a history, and a file has nothing to say about records.
  if (lifetime !== undefined && history !== false) add('lifetime', '`lifetime` needs `history: false`')
  return [...problems, ...findInteractionProblems(definition)]
}

function findInteractionProblems({ interactions }: ResourceDefinition): Problem[] {
  if (interactions === undefined) return []
  if (!Array.isArray(interactions)) return [problemAt(['interactions'], '`interactions` must be a list')]
  return interactions.flatMap((name, index) =>
    isInteraction(name)
      ? []
      : [
          problemAt(
            ['interactions', index],
            `unknown interaction \`${String(name)}\`${suggest(String(name), interactionNames)}`,
          ),
        ],
  )
}
