/** Answers that several operations share, as components: problems by their status, and what they consist of. */
import { mediaTypes } from '../../formats/media-type.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { closeSchema } from '../../schema/complete-schema.ts'
import { Meta } from '../../schema/datatypes/resource.ts'

const problems = {
  400: 'The request cannot be understood: its URL, a parameter, a header or the syntax of its body',
  401: 'The caller is not known: credentials are missing or not valid',
  403: 'The caller is known, and no access policy allows this',
  404: 'There is no such resource',
  406: 'None of the media types that the caller takes can be answered',
  409: 'The id is taken already',
  410: 'The resource was deleted',
  412: 'The current version is not the one that the request asks for',
  413: 'The body is too large',
  415: 'The media type, charset or encoding of the body is not supported',
  422: 'The resource is not valid; each issue names the element that is wrong',
} as const

const others =
  'Another problem: 405 for a method that the path does not take, 429 after many failed attempts to authenticate, 500, 501 for what is not supported yet, and 503 while the database is away'

/** By the names `Outcome400`, …, and `Outcome` for the rest. */
export function describeProblems(): JsonObject {
  const rows = Object.entries(problems).map(([status, description]): [string, JsonObject] => [
    `Outcome${status}`,
    describeProblem(description, status === '401' ? { 'WWW-Authenticate': challenge } : undefined),
  ])
  return { ...Object.fromEntries(rows), Outcome: describeProblem(others, { 'Retry-After': retryAfter }) }
}

const challenge = { description: 'How to authenticate (RFC 9110 §11.6.1)', schema: { type: 'string' } }
const retryAfter = { description: 'With 429: seconds to wait', schema: { type: 'integer' } }

function describeProblem(description: string, headers: JsonObject | undefined): JsonObject {
  const content = inEveryFormat({ $ref: '#/components/schemas/OperationOutcome' })
  return { description, ...(headers && { headers }), content }
}

/** The responses of an operation, with the rest as the default. Statuses that are not described are of the rest. */
export function refuseWith(...statuses: readonly number[]): JsonObject {
  const described = statuses.filter((status) => status in problems)
  const rows = described.map((status) => [status, { $ref: `#/components/responses/Outcome${status}` }])
  return { ...Object.fromEntries(rows), default: { $ref: '#/components/responses/Outcome' } }
}

/** A schema in every media type that resources come and go in. */
export function inEveryFormat(schema: JsonObject): JsonObject {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]))
}

/** Headers of an answer that is one version of a resource. */
export const versionHeaders: JsonObject = {
  ETag: { description: 'The version, such as W/"7"', schema: { type: 'string' } },
  'Last-Modified': { description: 'When the version was written', schema: { type: 'string' } },
}

export const locationHeader: JsonObject = {
  Location: { description: 'URL of the new version', schema: { type: 'string', format: 'uri' } },
}

const codingSchema: JsonObject = {
  type: 'object',
  properties: { system: { type: 'string' }, code: { type: 'string' } },
}

export const operationOutcomeSchema: JsonObject = {
  type: 'object',
  description: 'https://hl7.org/fhir/R4/operationoutcome.html',
  properties: {
    resourceType: { const: 'OperationOutcome' },
    issue: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          severity: { enum: ['fatal', 'error', 'warning', 'information'] },
          code: { type: 'string' },
          details: {
            type: 'object',
            description: 'Of errors: which refusal it is, with the system `urn:firekeep:error`.',
            properties: { coding: { type: 'array', items: codingSchema } },
          },
          diagnostics: { type: 'string' },
          expression: { type: 'array', items: { type: 'string' } },
        },
        required: ['severity', 'code'],
      },
    },
  },
  required: ['resourceType', 'issue'],
}

/** What a resource has once it is stored, beside the fields of its type. */
export function storedResourceSchema(share: (schema: JsonObject) => JsonObject): JsonObject {
  return {
    type: 'object',
    description: 'Set by the server; in requests they may be left out',
    properties: { resourceType: { type: 'string' }, id: { type: 'string' }, meta: share(closeSchema(Meta)) },
    required: ['resourceType', 'id', 'meta'],
  }
}

/** https://hl7.org/fhir/R4/bundle.html with resources of one schema. */
export function toBundleSchema(type: 'searchset' | 'history', resource: JsonObject): JsonObject {
  const link = { type: 'object', properties: { relation: { type: 'string' }, url: { type: 'string' } } }
  const entry = {
    type: 'object',
    properties: {
      fullUrl: { type: 'string' },
      resource,
      ...(type === 'searchset'
        ? { search: { type: 'object', properties: { mode: { const: 'match' } } } }
        : { request: { type: 'object' }, response: { type: 'object' } }),
    },
  }
  return {
    type: 'object',
    properties: {
      resourceType: { const: 'Bundle' },
      type: { const: type },
      total: { type: 'integer' },
      link: { type: 'array', items: link },
      entry: { type: 'array', items: entry },
    },
    required: ['resourceType', 'type'],
  }
}
