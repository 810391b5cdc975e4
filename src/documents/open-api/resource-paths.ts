/** The paths of a resource type (https://hl7.org/fhir/R4/http.html#summary), as far as the type offers them. */
import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import type { Interaction } from '../../schema/resource-definition.ts'
import { locationHeader, refuseWith, toBundleSchema, versionHeaders } from './answers.ts'
import { inEveryFormat } from './content.ts'
import { toSearchParameters, use } from './parameters.ts'

export type Paths = readonly (readonly [path: string, item: JsonObject])[]

export function toResourcePaths(type: ResourceType, servers: readonly JsonObject[]): Paths {
  const { type: name } = type
  const shapes = [
    [`/${name}`, [], { get: 'search-type', post: 'create' }],
    [`/${name}/{id}`, use('id'), { get: 'read', put: 'update', delete: 'delete' }],
    [`/${name}/{id}/_history`, use('id'), { get: 'history-instance' }],
    [`/${name}/{id}/_history/{versionId}`, use('id', 'versionId'), { get: 'vread' }],
  ] as const
  return shapes.flatMap(([path, parameters, methods]) => {
    const offered = Object.entries(methods).filter(([, interaction]) => type.interactions.has(interaction))
    if (offered.length === 0) return []
    const operations = offered.map(([method, interaction]) => [method, toOperation(type, interaction)])
    const shared = { servers: [...servers], ...(parameters.length > 0 && { parameters }) }
    return [[path, { ...shared, ...Object.fromEntries(operations) }] as const]
  })
}

function toOperation(type: ResourceType, interaction: ServedInteraction): JsonObject {
  return {
    operationId: `${interaction}-${type.type}`,
    tags: [type.type],
    ...describers[interaction](type),
  }
}

type ServedInteraction = Exclude<Interaction, 'patch' | 'history-type'>

const describers: Readonly<Record<ServedInteraction, (type: ResourceType) => JsonObject>> = {
  read: ({ type }) => ({
    summary: `Reads a ${type}`,
    parameters: use('ifOtherVersion', 'ifModifiedSince', '_format', '_pretty'),
    responses: {
      200: oneResource('The current version', type),
      304: { description: 'The caller has the current version already', headers: versionHeaders },
      ...refuseWith(400, 401, 403, 404, 406, 410),
    },
  }),
  vread: ({ type }) => ({
    summary: `Reads a version of a ${type}`,
    parameters: use('_format', '_pretty'),
    responses: {
      200: oneResource('The version', type),
      ...refuseWith(400, 401, 403, 404, 406, 410),
    },
  }),
  'search-type': (type) => ({
    summary: `Searches ${type.type}`,
    parameters: [
      ...toSearchParameters(type),
      ...use('_id', '_lastUpdated', '_count', '_total', '_summary', '_format', '_pretty', 'preferHandling'),
    ],
    responses: {
      200: bundle('What was found, in pages', 'searchset', type),
      ...refuseWith(400, 401, 403, 406),
    },
  }),
  'history-instance': (type) => ({
    summary: `Versions of a ${type.type}, the newest first`,
    parameters: use('historyCount', '_since', '_format', '_pretty'),
    responses: {
      200: bundle('The versions, in pages', 'history', type),
      ...refuseWith(400, 401, 403, 404, 406),
    },
  }),
  create: (type) => ({
    summary: `Creates a ${type.type}; an id in the body is respected`,
    parameters: use('preferReturn', '_format', '_pretty'),
    requestBody: toBody(type),
    responses: {
      201: written('Created', type.type, locationHeader),
      ...refuseWith(400, 401, 403, 406, 409, 413, 415, 422),
    },
  }),
  update: (type) => ({
    summary: `Replaces a ${type.type}, or creates it under the id`,
    parameters: use('ifMatch', 'ifNoneMatch', 'preferReturn', '_format', '_pretty'),
    requestBody: toBody(type),
    responses: {
      200: written('Replaced', type.type),
      201: written('Created', type.type, locationHeader),
      ...refuseWith(400, 401, 403, 406, 412, 413, 415, 422),
    },
  }),
  delete: ({ type }) => ({
    summary: `Deletes a ${type}`,
    parameters: use('ifMatch', 'preferReturn', 'noContent', '_format', '_pretty'),
    responses: {
      200: written('Deleted; the resource as it was', type),
      204: { description: 'Deleted, or not there before' },
      ...refuseWith(400, 401, 403, 406, 412),
    },
  }),
}

function schemaOf(type: string): JsonObject {
  return { $ref: `#/components/schemas/${type}` }
}

function oneResource(description: string, type: string): JsonObject {
  return { description, headers: versionHeaders, content: inEveryFormat(schemaOf(type)) }
}

/** `Prefer: return=…` chooses what of it is answered. */
function written(description: string, type: string, headers: JsonObject = {}): JsonObject {
  const schema = { anyOf: [schemaOf(type), schemaOf('OperationOutcome')] }
  return { description, headers: { ...versionHeaders, ...headers }, content: inEveryFormat(schema) }
}

function bundle(description: string, kind: 'searchset' | 'history', { type }: ResourceType): JsonObject {
  return { description, content: inEveryFormat(toBundleSchema(kind, schemaOf(type))) }
}

function toBody({ type, examples }: ResourceType): JsonObject {
  const [example] = examples
  const described = { schema: schemaOf(type), ...(example && { example }) }
  const content = Object.keys(inEveryFormat({})).map((mediaType) => [mediaType, described])
  return { required: true, content: Object.fromEntries(content) }
}
