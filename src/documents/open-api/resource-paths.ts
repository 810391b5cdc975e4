/** The paths of a resource type (https://hl7.org/fhir/R4/http.html#summary): the operations that the type offers. */
import {
  type AnswerKind,
  type EngineOperation,
  findOffered,
  type ParameterName,
} from '../../engine/operation-row.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { inEveryFormat, locationHeader, refuseWith, toBundleSchema, versionHeaders } from './answers.ts'
import { toSearchParameters, toSortParameter, use } from './parameters.ts'

export type Paths = readonly (readonly [path: string, item: JsonObject])[]

export function toResourcePaths(type: ResourceType, operations: readonly EngineOperation[]): Paths {
  const offered = findOffered(operations, type)
  const places = [...new Set(offered.map(({ place }) => place))].sort()
  return places.map((place) => {
    const parameters = use(...(['id', 'versionId'] as const).filter((name) => place.includes(`:${name}`)))
    const here = offered.filter((row) => row.place === place)
    const item = here.map((row) => [row.method.toLowerCase(), toOperation(type, row)])
    const path = place.replace(':type', type.type).replaceAll(/:(\w+)/g, '{$1}')
    const shared = parameters.length > 0 ? { parameters } : {}
    return [path, { ...shared, ...Object.fromEntries(item) }]
  })
}

function toOperation(type: ResourceType, row: EngineOperation): JsonObject {
  const answers = Object.entries(row.answers).map(([status, [kind, description]]) => [
    status,
    { description, ...describeAnswer[kind](type.type) },
  ])
  return {
    operationId: `${row.interaction}-${type.type}`,
    tags: [type.type],
    summary: row.summary.replace('{type}', type.type),
    parameters: row.parameters.flatMap((name) => toParameters(type, name)),
    ...(row.body === 'resource' && { requestBody: toBody(type) }),
    responses: { ...Object.fromEntries(answers), ...refuseWith(400, 401, 403, 406, ...row.problems) },
  }
}

function toParameters(type: ResourceType, name: ParameterName): JsonObject[] {
  if (name === 'search') return toSearchParameters(type)
  return name === 'sort' ? [toSortParameter(type)] : use(name)
}

const describeAnswer: Readonly<Record<AnswerKind, (type: string) => JsonObject>> = {
  resource: (type) => ({ headers: versionHeaders, content: inEveryFormat(schemaOf(`${type}.stored`)) }),
  searchset: (type) => ({ content: inEveryFormat(schemaOf(`${type}.searchset`)) }),
  history: (type) => ({ content: inEveryFormat(schemaOf(`${type}.history`)) }),
  written: (type) => ({ headers: versionHeaders, ...writtenContent(type) }),
  created: (type) => ({ headers: { ...versionHeaders, ...locationHeader }, ...writtenContent(type) }),
  unchanged: () => ({ headers: versionHeaders }),
  nothing: () => ({}),
}

function schemaOf(type: string): JsonObject {
  return { $ref: `#/components/schemas/${type}` }
}

/** What answers consist of, by names that no type can have: the resource as it is stored, and pages of them. */
export function toAnswerSchemas({ type }: Pick<ResourceType, 'type'>): JsonObject {
  const stored = schemaOf(`${type}.stored`)
  return {
    [`${type}.stored`]: { allOf: [schemaOf(type), schemaOf('StoredResource')] },
    [`${type}.searchset`]: toBundleSchema('searchset', stored),
    [`${type}.history`]: toBundleSchema('history', stored),
  }
}

/** `Prefer: return=…` chooses what of it is answered. */
function writtenContent(type: string): JsonObject {
  return { content: inEveryFormat({ anyOf: [schemaOf(`${type}.stored`), schemaOf('OperationOutcome')] }) }
}

function toBody({ type, examples }: ResourceType): JsonObject {
  const [example] = examples
  const described = { schema: schemaOf(type), ...(example && { example }) }
  const content = Object.keys(inEveryFormat({})).map((mediaType) => [mediaType, described])
  return { required: true, content: Object.fromEntries(content) }
}
