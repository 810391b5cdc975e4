/** The OpenAPI document, derived from the types and from what plug-ins say of themselves (https://spec.openapis.org/oas/v3.1.0). */
import type { EngineOperation } from '../engine/operation-row.ts'
import { engineOperations } from '../engine/operations.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { version } from '../kernel/version.ts'
import type { StartedPlugin } from '../plugin.ts'
import type { Registry } from '../schema/registry.ts'
import { describeProblems, operationOutcomeSchema, storedResourceSchema } from './open-api/answers.ts'
import { toComponentSchema } from './open-api/component-schema.ts'
import { sharedParameters } from './open-api/parameters.ts'
import { type Paths, toAnswerSchemas, toResourcePaths } from './open-api/resource-paths.ts'
import { createSharedTypes } from './open-api/shared-types.ts'
import { toSystemPaths } from './open-api/system-paths.ts'

export interface OpenApiParts {
  readonly registry: Registry
  /** The public URL, without a slash at its end. */
  readonly baseUrl: string
  readonly plugins: readonly StartedPlugin[]
  /** Default: those of the engine. */
  readonly operations?: readonly EngineOperation[]
}

export function toOpenApi({
  registry,
  baseUrl,
  plugins,
  operations = engineOperations,
}: OpenApiParts): JsonObject {
  const main: JsonObject = { url: baseUrl, description: 'This server' }
  const servers = [main, { url: `${baseUrl}/fhir`, description: 'The same for clients of FHIR' }]
  const described = plugins.flatMap(({ openApi }) => openApi ?? [])
  const components = described.reduce(
    (all, { components: own = {} }) => mergeTwice(all, own),
    describeOwnComponents(registry),
  )
  const paths: Paths = [
    ...registry.types.flatMap((type) => toResourcePaths(type, operations)),
    ...toSystemPaths([main]),
    ...described.flatMap((one) =>
      Object.entries(one.paths).map(([path, item]) => ownPath(path, toObject(item), main)),
    ),
  ]
  const schemes = Object.keys(toObject(components.securitySchemes))
  return {
    openapi: '3.1.0',
    info: { title: 'Firekeep', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers,
    // Any of them, or none: policies may allow something to everybody.
    ...(schemes.length > 0 && { security: [...schemes.map((name) => ({ [name]: [] })), {}] }),
    tags: toTags(registry),
    paths: paths.reduce<JsonObject>((all, [path, item]) => mergeTwice(all, { [path]: item }), {}),
    components,
  }
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Nothing of a plug-in is also there under `/fhir`, unless it says so. Of a path that the engine has, too, only its methods are its own. */
function ownPath(path: string, item: JsonObject, main: JsonObject): Paths[number] {
  if (item.servers !== undefined) return [path, item]
  const members = Object.entries(item).map(([name, value]) => [
    name,
    methods.includes(name) ? { servers: [main], ...toObject(value) } : value,
  ])
  return [path, Object.fromEntries(members)]
}

function describeOwnComponents({ types }: Registry): JsonObject {
  const shared = createSharedTypes(types.map(({ type }) => type))
  const schemas = types.map((type) => [type.type, toComponentSchema(type, shared.share)])
  const own = { OperationOutcome: operationOutcomeSchema, StoredResource: storedResourceSchema(shared.share) }
  return {
    schemas: Object.assign(
      { ...own, ...shared.schemas, ...Object.fromEntries(schemas) },
      ...types.map(toAnswerSchemas),
    ),
    parameters: { ...sharedParameters },
    responses: describeProblems(),
  }
}

function toTags({ types }: Registry): JsonObject[] {
  return types.map(({ type, description }) => ({ name: type, ...(description !== '' && { description }) }))
}

/** Members of members: two parts of the server may share a path, or a kind of component. */
function mergeTwice(one: JsonObject, other: JsonObject): JsonObject {
  const merged = { ...one }
  for (const [name, value] of Object.entries(other)) {
    merged[name] = { ...toObject(one[name]), ...toObject(value) }
  }
  return merged
}

function toObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
