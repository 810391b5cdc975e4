/** What is wrong with a definition that has to work in this server: what takes compiling, and what its neighbours say. */
import { messageOf } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { findNearestName, suggest } from '../../kernel/nearest-name.ts'
import { pickBranchErrors } from '../branch-errors.ts'
import { completeSchema } from '../complete-schema.ts'
import { createRegistry } from '../create-registry.ts'
import { toMessage } from '../explain-errors.ts'
import { fhirTypeNames } from '../fhir-types.ts'
import type { Interaction } from '../interactions.ts'
import type { ResourceDefinition } from '../resource-definition.ts'
import { compileSchema, findMetaErrors } from '../schema-compiler.ts'
import { visitPlaces } from '../walk-schema.ts'
import { findDefinitionProblems } from './definition-problems.ts'
import { type Problem, problemAt } from './problem.ts'

/** What the definitions of a server are held to beside their own form. */
export interface Neighbours {
  /** All types of this server. */
  readonly types: readonly string[]
  /** Undefined: all. */
  readonly served?: readonly Interaction[]
}

/** All at once. Compiles the schema, which takes about 20 ms. */
export function findFileProblems(definition: unknown, neighbours: Neighbours): readonly Problem[] {
  const { schema } = isJsonObject(definition) ? definition : {}
  const own = [...findDefinitionProblems(definition), ...findUnserved(definition, neighbours)]
  if (isJsonObject(definition) && definition.lifetime !== undefined)
    own.push(problemAt(['lifetime'], '`lifetime` is for the types of plug-ins'))
  if (isJsonObject(schema)) own.push(...findTargets(schema, neighbours))
  // Where something is said already, the schema of schemas would say it again in other words.
  const said = new Set(own.map(placeOf))
  const values = isJsonObject(schema) ? findValueProblems(schema) : []
  const others = values.filter((one, index) => !said.has(placeOf(one)) && isFirst(one, index, values))
  const problems = [...own, ...others]
  // Only of a definition without problems can anything be made.
  return problems.length > 0 ? problems : findUseProblems(definition as ResourceDefinition)
}

function placeOf({ path }: Problem): string {
  return path.join('.')
}

function isFirst(one: Problem, index: number, all: readonly Problem[]): boolean {
  return all.findIndex((other) => placeOf(other) === placeOf(one)) === index
}

/** Values of keywords, as the schema of schemas has them. */
function findValueProblems(schema: JsonObject): Problem[] {
  return pickBranchErrors(findMetaErrors(schema)).map((error) => {
    const path = error.instancePath.split('/').slice(1).map(unescapeStep)
    const { allowedValues } = error.params
    const near = Array.isArray(allowedValues) ? suggest(String(error.data), allowedValues.map(String)) : ''
    return problemAt(['schema', ...path], `${toMessage(error)}${near}`)
  })
}

function unescapeStep(step: string): string | number {
  return /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** References point to types of this server or of FHIR. */
function findTargets(schema: JsonObject, { types }: Neighbours): Problem[] {
  const known = [...types, ...fhirTypeNames]
  const problems: Problem[] = []
  visitPlaces(schema, (node, path) => {
    const targets = node['x-reference']
    if (targets === undefined) return
    const at = ['schema', ...path, 'x-reference']
    if (!Array.isArray(targets)) problems.push(problemAt(at, '`x-reference` must be a list of types'))
    else problems.push(...targets.flatMap((target, index) => checkTarget(target, [...at, index], known)))
  })
  return problems
}

function checkTarget(target: JsonValue, path: Problem['path'], known: readonly string[]): Problem[] {
  const name = String(target)
  if (known.includes(name)) return []
  const message = `there is no type \`${name}\`, neither here nor in FHIR R4${suggest(name, known)}`
  return [problemAt(path, message)]
}

function findUnserved(definition: unknown, { served }: Neighbours): Problem[] {
  const { interactions } = isJsonObject(definition) ? definition : {}
  if (!Array.isArray(interactions) || served === undefined) return []
  return interactions.flatMap((name, index) =>
    served.some((one) => one === name) || findNearestName(String(name), served) !== undefined
      ? []
      : [
          problemAt(
            ['interactions', index],
            `\`${String(name)}\` is not served; served are ${served.join(', ')}`,
          ),
        ],
  )
}

/** Of the schema at work, and of the examples. */
function findUseProblems(definition: ResourceDefinition): Problem[] {
  try {
    compileSchema(completeSchema(definition))
    const [type] = createRegistry([definition]).types
    if (type === undefined) return []
    return type.examples.flatMap((example, index) =>
      type
        .validate(type.normalise({ resourceType: type.type, ...example }))
        .map(({ message, expression = '' }) =>
          problemAt(['examples', index], `the example does not fit its schema: ${expression}: ${message}`),
        ),
    )
  } catch (error) {
    return [problemAt(['schema'], messageOf(error))]
  }
}
