/** The operations, one row each: routes, `Allow`, CapabilityStatement, OpenAPI, `GET /Operation`, scope letters and what an access sees. */
import { create } from './interactions/create.ts'
import { remove } from './interactions/delete.ts'
import { historyInstance } from './interactions/history-instance.ts'
import { read } from './interactions/read.ts'
import { searchType } from './interactions/search-type.ts'
import { update } from './interactions/update.ts'
import { vread } from './interactions/vread.ts'
import type { EngineOperation, SystemOperation } from './operation-row.ts'

/** In the order of CapabilityStatements. */
export const engineOperations: readonly EngineOperation[] = [
  {
    ...{ id: 'FhirRead', description: 'Reads the current version of a resource' },
    ...{ interaction: 'read', method: 'GET', place: '/:type/:id', body: 'none', letters: 'r' },
    summary: 'Reads a {type}',
    parameters: ['ifOtherVersion', 'ifModifiedSince', '_format', '_pretty'],
    answers: {
      200: ['resource', 'The current version'],
      304: ['unchanged', 'The caller has the current version already'],
    },
    problems: [404, 410],
    perform: read,
  },
  {
    ...{ id: 'FhirVread', description: 'Reads one version of a resource' },
    ...{ interaction: 'vread', method: 'GET', body: 'none', letters: 'r' },
    place: '/:type/:id/_history/:versionId',
    summary: 'Reads a version of a {type}',
    parameters: ['_format', '_pretty'],
    answers: { 200: ['resource', 'The version'] },
    problems: [404, 410],
    perform: vread,
  },
  {
    ...{ id: 'FhirUpdate', description: 'Replaces a resource, or creates it under the given id' },
    ...{ interaction: 'update', method: 'PUT', place: '/:type/:id', body: 'resource', letters: 'u' },
    summary: 'Replaces a {type}, or creates it under the id',
    parameters: ['ifMatch', 'ifNoneMatch', 'preferReturn', '_format', '_pretty'],
    answers: { 200: ['written', 'Replaced'], 201: ['created', 'Created'] },
    problems: [412, 413, 415, 422],
    perform: update,
  },
  {
    ...{ id: 'FhirDelete', description: 'Deletes a resource' },
    ...{ interaction: 'delete', method: 'DELETE', place: '/:type/:id', body: 'none', letters: 'd' },
    summary: 'Deletes a {type}',
    parameters: ['ifMatch', 'preferReturn', 'noContent', '_format', '_pretty'],
    answers: {
      200: ['written', 'Deleted; the resource as it was, for who may read it'],
      204: ['nothing', 'Deleted, or not there before'],
    },
    problems: [412],
    perform: remove,
  },
  {
    ...{ id: 'FhirHistory', description: 'Lists the versions of a resource' },
    ...{ interaction: 'history-instance', method: 'GET', body: 'none', letters: 'r' },
    place: '/:type/:id/_history',
    summary: 'Versions of a {type}, the newest first',
    parameters: ['historyCount', '_since', '_format', '_pretty'],
    answers: { 200: ['history', 'The versions, in pages'] },
    problems: [404],
    perform: historyInstance,
  },
  {
    ...{ id: 'FhirCreate', description: 'Creates a resource' },
    ...{ interaction: 'create', method: 'POST', place: '/:type', body: 'resource', letters: 'c' },
    summary: 'Creates a {type}; an id in the body is respected',
    parameters: ['preferReturn', '_format', '_pretty'],
    answers: { 201: ['created', 'Created'] },
    problems: [409, 413, 415, 422],
    perform: create,
  },
  {
    ...{ id: 'FhirSearch', description: 'Searches the resources of a type' },
    ...{ interaction: 'search-type', method: 'GET', place: '/:type', body: 'none', letters: 's' },
    summary: 'Searches {type}',
    parameters: [
      'search',
      '_id',
      '_lastUpdated',
      'sort',
      '_count',
      '_total',
      '_summary',
      '_format',
      '_pretty',
      'preferHandling',
    ],
    answers: { 200: ['searchset', 'What was found, in pages'] },
    problems: [],
    perform: searchType,
  },
]

/** Of the server itself. The statement of capabilities is for everybody and no operation. */
export const systemOperations = [
  {
    id: 'ListOperations',
    description: 'Lists the operations that policies can link to: GET /Operation',
    method: 'GET',
    places: ['/Operation', '/Operation/:id'],
    isUnderFhir: true,
  },
  {
    id: 'OpenApi',
    description: 'Reads the OpenAPI document: GET /openapi.json, or /docs as a page',
    method: 'GET',
    places: ['/openapi.json', '/docs'],
    isUnderFhir: false,
  },
] as const satisfies readonly SystemOperation[]
