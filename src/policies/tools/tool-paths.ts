/** What the OpenAPI document says of the tools for people who write policies. */
import type { JsonObject } from '../../kernel/json.ts'

const object: JsonObject = { type: 'object' }

function inJson(description: string): JsonObject {
  return { description, content: { 'application/json': { schema: object } } }
}

const problems: JsonObject = {
  ...Object.fromEntries(
    [400, 401, 403, 413, 415, 422].map((status) => [
      status,
      { $ref: `#/components/responses/Outcome${status}` },
    ]),
  ),
  default: { $ref: '#/components/responses/Outcome' },
}

function inJsonOrYaml(schema: JsonObject): JsonObject {
  const types = [
    'application/json',
    'application/fhir+json',
    'text/yaml',
    'application/yaml',
    'application/x-yaml',
  ]
  return { required: true, content: Object.fromEntries(types.map((one) => [one, { schema }])) }
}

const testedRequest: JsonObject = {
  ...{ type: 'object', description: 'A request object; user-id and client-id stand for who calls' },
  properties: { 'user-id': { type: 'string' }, 'client-id': { type: 'string' } },
}

const testPolicy: JsonObject = {
  ...{ operationId: 'test-policy', tags: ['Policies'] },
  summary: 'Evaluates a policy that is not stored on a request that nobody sent',
  requestBody: inJsonOrYaml({
    ...{ type: 'object', properties: { request: testedRequest, policy: object }, required: ['policy'] },
  }),
  responses: {
    200: inJson('The request object, its operation, and the result with its reasons'),
    ...problems,
  },
}

const matcho: JsonObject = {
  ...{ operationId: 'matcho', tags: ['Policies'] },
  summary: 'Compares a matcho pattern with a value, and says where it does not hold',
  requestBody: inJsonOrYaml({
    type: 'object',
    properties: {
      matcho: {},
      resource: {},
      context: { description: 'What paths of the pattern start from' },
    },
    required: ['matcho'],
  }),
  responses: {
    200: inJson('`result`: where the pattern does not hold'),
    ...problems,
  },
}

export const toolPaths: JsonObject = {
  '/auth/test-policy': { post: testPolicy },
  '/$matcho': { post: matcho },
}
