/** The OpenAPI document, derived from the types (https://spec.openapis.org/oas/v3.1.0). */
import { version } from '../cli/version.ts'
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'

export function toOpenApi(registry: Registry, baseUrl: string): JsonObject {
  const schemas = registry.types.map(({ type, jsonSchema }) => [type, jsonSchema as JsonObject])
  return {
    openapi: '3.1.0',
    info: { title: 'Firekeep', version, license: { name: 'MIT' } },
    servers: [{ url: baseUrl }],
    paths: Object.fromEntries(registry.types.flatMap(toPaths)),
    components: { schemas: Object.fromEntries(schemas) },
  }
}

function toPaths(definition: ResourceType): readonly [path: string, item: JsonObject][] {
  const { type } = definition
  const offered = (methods: readonly (readonly [string, string, string])[]): JsonObject =>
    Object.fromEntries(
      methods
        .filter(([, interaction]) => definition.interactions.has(interaction as never))
        .map(([method, interaction, summary]) => [method, toOperation(type, interaction, summary)]),
    )
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  const versionId = { ...id, name: 'versionId' }
  const paths: [string, JsonObject][] = [
    [
      `/${type}`,
      offered([
        ['get', 'search-type', `Searches ${type}`],
        ['post', 'create', `Creates a ${type}`],
      ]),
    ],
    [
      `/${type}/{id}`,
      {
        parameters: [id],
        ...offered([
          ['get', 'read', `Reads a ${type}`],
          ['put', 'update', `Replaces or creates a ${type}`],
          ['delete', 'delete', `Deletes a ${type}`],
        ]),
      },
    ],
    [
      `/${type}/{id}/_history`,
      { parameters: [id], ...offered([['get', 'history-instance', `Versions of a ${type}`]]) },
    ],
    [
      `/${type}/{id}/_history/{versionId}`,
      { parameters: [id, versionId], ...offered([['get', 'vread', `Reads a version of a ${type}`]]) },
    ],
  ]
  return paths.filter(([, item]) => Object.keys(item).some((name) => name !== 'parameters'))
}

function toOperation(type: string, interaction: string, summary: string): JsonObject {
  const hasBody = interaction === 'create' || interaction === 'update'
  const isBundle = interaction === 'search-type' || interaction === 'history-instance'
  const schema: JsonValue = isBundle ? { type: 'object' } : { $ref: `#/components/schemas/${type}` }
  const content: JsonObject = { 'application/json': { schema }, 'text/yaml': { schema } }
  return {
    operationId: `${interaction}-${type}`,
    summary,
    tags: [type],
    ...(hasBody ? { requestBody: { required: true, content } } : {}),
    responses: {
      ...(interaction === 'delete'
        ? { '204': { description: 'Deleted' } }
        : { '200': { description: 'Done', content } }),
      default: { description: 'An OperationOutcome that says what is wrong' },
    },
  }
}
