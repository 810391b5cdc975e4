/** Tools for people who write policies, and the end of one's own session. */
import type { JsonObject } from '../../kernel/json.ts'
import { inJson, outcome } from '../../oauth/open-api/schemas.ts'

const object: JsonObject = { type: 'object' }

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
    ...outcome(400, 401, 403, 413, 415, 422),
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
    ...outcome(400, 401, 403, 413, 415, 422),
  },
}

/** `DELETE /Session` is at the root alone, while the resources of the type are under `/fhir` too. */
export function toToolPaths(issuer: string): JsonObject {
  const endSession = {
    ...{ operationId: 'end-session', tags: ['Session'], servers: [{ url: issuer }] },
    summary: 'Closes the session of the token that it is called with',
    security: [{ bearer: [] }, { oauth2: [] }],
    responses: {
      200: inJson('The closed session', { $ref: '#/components/schemas/Session' }),
      ...outcome(401),
    },
  }
  return {
    '/auth/test-policy': { post: testPolicy },
    '/$matcho': { post: matcho },
    '/Session': { delete: endSession },
  }
}
