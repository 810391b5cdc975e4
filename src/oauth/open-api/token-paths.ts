/** The endpoints that clients call: RFC 6749 §3.2, RFC 7662, RFC 7009 and OpenID Connect Core §5.3. */
import type { JsonObject } from '../../kernel/json.ts'
import { ofTokenParams, tokenParams } from '../params/client-params.ts'
import { inJson, oauthProblem, otherOAuthProblem, text, toFormOrJsonBody } from './schemas.ts'

/** HTTP Basic, or `client_id` and `client_secret` in the body (RFC 6749 §2.3.1). */
const clientAuthentication = [{ basic: [] }, {}]

const invalidClient = oauthProblem('The client is not known, or did not prove who it is', 'invalid_client')

function describe(operationId: string, summary: string): JsonObject {
  return { operationId, summary, tags: ['OAuth'] }
}

const token: JsonObject = {
  ...describe('token', 'Exchanges a grant for tokens (RFC 6749 §3.2)'),
  security: clientAuthentication,
  requestBody: toFormOrJsonBody(tokenParams),
  responses: {
    200: inJson('The tokens', { $ref: '#/components/schemas/TokenAnswer' }),
    400: oauthProblem(
      'The request is refused (RFC 6749 §5.2, RFC 8707 §2)',
      ...['invalid_request', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
      ...['invalid_scope', 'invalid_target'],
    ),
    401: invalidClient,
    default: otherOAuthProblem,
  },
}

const introspect: JsonObject = {
  ...describe(
    'introspect',
    'Whether a token of the client, or one that is meant for it, is active, and what it is good for (RFC 7662)',
  ),
  security: clientAuthentication,
  requestBody: toFormOrJsonBody(ofTokenParams),
  responses: {
    200: inJson('What is known of the token', {
      ...{ type: 'object', properties: { active: { type: 'boolean' } }, required: ['active'] },
    }),
    400: oauthProblem('The request is refused', 'invalid_request'),
    401: invalidClient,
    default: otherOAuthProblem,
  },
}

const revoke: JsonObject = {
  ...describe(
    'revoke',
    'Ends a token of the client: a refresh token with its session and no other (RFC 7009)',
  ),
  security: clientAuthentication,
  requestBody: toFormOrJsonBody(ofTokenParams),
  responses: {
    200: inJson('The token is of no use any more, or never was'),
    400: oauthProblem('The request is refused', 'invalid_request'),
    401: invalidClient,
    default: otherOAuthProblem,
  },
}

function userinfo(operationId: string): JsonObject {
  return {
    ...describe(operationId, 'Claims about the user of the token (OpenID Connect Core §5.3)'),
    security: [{ bearer: [] }, { oauth2: ['openid'] }],
    responses: {
      200: inJson('The claims', { type: 'object', properties: { sub: text }, required: ['sub'] }),
      401: oauthProblem('There is no valid token (RFC 6750 §3.1)', 'invalid_token', 'invalid_client'),
      403: oauthProblem('The token is not for this (RFC 6750 §3.1)', 'insufficient_scope'),
      default: otherOAuthProblem,
    },
  }
}

export const tokenPaths: JsonObject = {
  '/auth/token': { post: token },
  '/auth/introspect': { post: introspect },
  '/auth/revoke': { post: revoke },
  '/auth/userinfo': { get: userinfo('userinfo'), post: userinfo('userinfo-post') },
}
