/** Documents that anybody may read. */
import type { JsonObject } from '../../kernel/json.ts'
import { inJson, otherOAuthProblem } from './schemas.ts'

function document(operationId: string, summary: string): JsonObject {
  return {
    get: { operationId, summary, tags: ['Discovery'], security: [], responses: { 200: inJson(summary) } },
  }
}

const keySet = {
  type: 'object',
  properties: { keys: { type: 'array', items: { type: 'object' } } },
  required: ['keys'],
}

export const discoveryPaths: JsonObject = {
  '/.well-known/openid-configuration': document(
    'openid-configuration',
    'OpenID Connect Discovery 1.0, OpenID provider metadata',
  ),
  '/.well-known/oauth-authorization-server': document(
    'oauth-authorization-server',
    'RFC 8414, authorization server metadata',
  ),
  '/.well-known/smart-configuration': document('smart-configuration', 'SMART App Launch, configuration'),
  '/fhir/.well-known/smart-configuration': document(
    'fhir-smart-configuration',
    'SMART App Launch, configuration, for clients of /fhir',
  ),
  '/.well-known/jwks.json': {
    get: {
      ...{ operationId: 'jwks', summary: 'The public keys that tokens are signed with (RFC 7517)' },
      ...{ tags: ['Discovery'], security: [] },
      responses: {
        200: { description: 'A JWK Set', content: { 'application/jwk-set+json': { schema: keySet } } },
        default: otherOAuthProblem,
      },
    },
  },
}
