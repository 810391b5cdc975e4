/** The OpenAPI document, derived from the types and from what plug-ins say of themselves (https://spec.openapis.org/oas/v3.1.0). */
import type { EngineOperation } from '../engine/operation-row.ts'
import { engineOperations } from '../engine/operations.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { version } from '../kernel/version.ts'
import type { StartedPlugin } from '../plugin.ts'
import type { Registry } from '../schema/registry.ts'
import { describeProblems, operationOutcomeSchema } from './open-api/answers.ts'
import { toComponentSchema } from './open-api/component-schema.ts'
import { sharedParameters } from './open-api/parameters.ts'
import { type Paths, toResourcePaths } from './open-api/resource-paths.ts'
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
  const main = { url: baseUrl }
  const servers = [main, { url: `${baseUrl}/fhir`, description: 'The same for clients of FHIR' }]
  const described = plugins.flatMap(({ openApi }) => openApi ?? [])
  const components = described.reduce(
    (all, { components: own = {} }) => mergeTwice(all, own),
    describeOwnComponents(registry),
  )
  const paths: Paths = [
    ...registry.types.flatMap((type) => toResourcePaths(type, operations, servers)),
    ...toSystemPaths(servers),
    ...described.flatMap((one) =>
      Object.entries(one.paths).map(([path, item]) => [path, toObject(item)] as const),
    ),
  ]
  const schemes = Object.keys(toObject(components.securitySchemes))
  return {
    openapi: '3.1.0',
    info: { title: 'Firekeep', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [main],
    // Any of them, or none: policies may allow something to everybody.
    ...(schemes.length > 0 && { security: [...schemes.map((name) => ({ [name]: [] })), {}] }),
    tags: toTags(registry),
    paths: paths.reduce<JsonObject>((all, [path, item]) => mergeTwice(all, { [path]: item }), {}),
    components,
  }
}

function describeOwnComponents({ types }: Registry): JsonObject {
  const schemas = types.map((type) => [type.type, toComponentSchema(type)])
  return {
    schemas: { OperationOutcome: operationOutcomeSchema, ...Object.fromEntries(schemas) },
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
