/** Paths of the server itself. */
import { systemOperations } from '../../engine/operations.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { inEveryFormat, refuseWith, toBundleSchema } from './answers.ts'
import { use } from './parameters.ts'
import type { Paths } from './resource-paths.ts'

const operationSchema: JsonObject = {
  type: 'object',
  properties: {
    resourceType: { const: 'Operation' },
    id: { type: 'string' },
    description: { type: 'string' },
  },
}

/** `servers`: of what is not also there under `/fhir`. */
export function toSystemPaths(servers: readonly JsonObject[]): Paths {
  return [
    ['/', { servers: [...servers], get: index }],
    ['/health', { servers: [...servers], get: health }],
    ['/metadata', { get: metadata }],
    ...systemOperations.flatMap(({ method, places, isUnderFhir }) =>
      places.map((place: Place): Paths[number] => {
        const item = { [method.toLowerCase()]: operations[place] }
        const parameters = place.includes(':id') ? { parameters: use('id') } : {}
        return [
          place.replace(':id', '{id}'),
          { ...(!isUnderFhir && { servers: [...servers] }), ...parameters, ...item },
        ]
      }),
    ),
  ]
}

type Place = (typeof systemOperations)[number]['places'][number]

function describe(operationId: string, summary: string): JsonObject {
  return { operationId, summary, tags: ['Server'] }
}

function statusOf(status: string): JsonObject {
  const schema = { type: 'object', properties: { status: { const: status } } }
  return { content: { 'application/json': { schema } } }
}

const factsSchema: JsonObject = {
  type: 'object',
  properties: {
    name: { const: 'Firekeep' },
    version: { type: 'string' },
    database: { enum: ['PostgreSQL', 'PGlite'] },
    state: { enum: ['pass', 'fail'] },
    links: { type: 'object', additionalProperties: { type: 'string', format: 'uri' } },
  },
}

const index: JsonObject = {
  ...describe('index', 'What this is, what runs, where to go from here'),
  security: [],
  parameters: use('_format', '_pretty'),
  responses: {
    200: {
      description: 'What the server says of itself; a page where HTML is asked for in the first place',
      content: { ...inEveryFormat(factsSchema), 'text/html': { schema: { type: 'string' } } },
    },
    ...refuseWith(400, 406),
  },
}

const health: JsonObject = {
  ...describe('health', 'Whether the server and its database answer'),
  security: [],
  responses: {
    200: { description: 'The database answers', ...statusOf('pass') },
    503: { description: 'The database does not answer', ...statusOf('fail') },
  },
}

const metadata: JsonObject = {
  ...describe('capabilities', 'The CapabilityStatement: what the server can do'),
  security: [],
  parameters: use('_format', '_pretty'),
  responses: {
    200: {
      description: 'https://hl7.org/fhir/R4/capabilitystatement.html',
      content: inEveryFormat({
        type: 'object',
        properties: { resourceType: { const: 'CapabilityStatement' } },
      }),
    },
    ...refuseWith(400, 406),
  },
}

const openApi: JsonObject = {
  ...describe('open-api', 'This document'),
  parameters: use('_pretty'),
  responses: {
    200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
    ...refuseWith(400, 401, 403),
  },
}

const docs: JsonObject = {
  ...describe('docs', 'This document as a page to read'),
  responses: {
    200: { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } },
    ...refuseWith(400, 401, 403),
  },
}

const listOperations: JsonObject = {
  ...describe('list-operations', 'Operations that access policies can link to'),
  parameters: use('_format', '_pretty'),
  responses: {
    200: {
      description: 'All of them',
      content: inEveryFormat(toBundleSchema('searchset', operationSchema)),
    },
    ...refuseWith(400, 401, 403, 406),
  },
}

const readOperation: JsonObject = {
  ...describe('read-operation', 'An operation that access policies can link to'),
  parameters: use('_format', '_pretty'),
  responses: {
    200: { description: 'The operation', content: inEveryFormat(operationSchema) },
    ...refuseWith(400, 401, 403, 404, 406),
  },
}

const operations: Readonly<Record<Place, JsonObject>> = {
  '/openapi.json': openApi,
  '/docs': docs,
  '/Operation': listOperations,
  '/Operation/:id': readOperation,
}
