/** What the OpenAPI document says of the auth plug-in: how callers authenticate, and every route of routes.ts. */
import type { JsonObject } from '../kernel/json.ts'
import type { PluginOpenApi } from '../plugin.ts'
import { standardScopes } from './oidc/user-claims.ts'
import { discoveryPaths } from './open-api/discovery-paths.ts'
import { guessPaths } from './open-api/guess-paths.ts'
import { pagePaths } from './open-api/page-paths.ts'
import { inJson, oauthErrorSchema, outcome, tokenAnswerSchema } from './open-api/schemas.ts'
import { tokenPaths } from './open-api/token-paths.ts'

export function describeAuthApi(issuer: string): PluginOpenApi {
  return {
    paths: { ...discoveryPaths, ...pagePaths, ...tokenPaths, ...guessPaths, ...toSessionPaths(issuer) },
    components: {
      schemas: { OAuthError: oauthErrorSchema, TokenAnswer: tokenAnswerSchema },
      securitySchemes: toSecuritySchemes(issuer),
    },
  }
}

/** `DELETE /Session` is at the root alone, while the resources of the type are under `/fhir` too. */
function toSessionPaths(issuer: string): JsonObject {
  const endSession = {
    ...{ operationId: 'end-session', tags: ['Session'], servers: [{ url: issuer }] },
    summary: 'Closes the session of the token that it is called with',
    security: [{ bearer: [] }, { oauth2: [] }],
    responses: {
      200: inJson('The closed session', { $ref: '#/components/schemas/Session' }),
      ...outcome(401),
    },
  }
  return { '/Session': { delete: endSession } }
}

function toSecuritySchemes(issuer: string): JsonObject {
  const tokenUrl = `${issuer}/auth/token`
  const authorizationCode = {
    authorizationUrl: `${issuer}/auth/authorize`,
    ...{ tokenUrl, refreshUrl: tokenUrl },
    scopes: Object.fromEntries(standardScopes.map((scope) => [scope, scopeMeanings[scope]])),
  }
  return {
    bearer: { type: 'http', scheme: 'bearer', description: 'An access token (RFC 6750)' },
    basic: {
      type: 'http',
      scheme: 'basic',
      description: 'Id and secret of a client; for resources, of one with the grant type basic',
    },
    oauth2: { type: 'oauth2', flows: { authorizationCode, clientCredentials: { tokenUrl, scopes: {} } } },
  }
}

const scopeMeanings: Readonly<Record<(typeof standardScopes)[number], string>> = {
  openid: 'An ID token, and the UserInfo endpoint',
  profile: 'Names and the like of the user',
  email: 'The e-mail address of the user',
  phone: 'The phone number of the user',
  address: 'Address',
  offline_access: 'Access while the user is away',
  fhirUser: 'The resource that the user is',
}
