/** The endpoints that clients call: RFC 6749 §3.2, RFC 7662, RFC 7009 and OpenID Connect Core §5.3. */
import type { JsonObject } from '../../kernel/json.ts'
import { supportedGrantTypes } from '../endpoints/token.ts'
import { inJson, oauthProblem, otherOAuthProblem, text, toBody } from './schemas.ts'

const secret = { ...text, writeOnly: true }

/** RFC 6749 §2.3.1: in the body where HTTP Basic is not used; `client_id` alone for public clients. */
const clientFields = { client_id: text, client_secret: secret }

/** HTTP Basic, or the fields above. */
const clientAuthentication = [{ basic: [] }, {}]

const invalidClient = oauthProblem('The client is not known, or did not prove who it is', 'invalid_client')

const manyTexts = { anyOf: [text, { type: 'array', items: text }] }

const tokenFields = {
  grant_type: { enum: [...supportedGrantTypes, 'code'] },
  ...clientFields,
  code: { ...text, description: 'Of the authorization code grant' },
  redirect_uri: { ...text, description: 'The same as in the authorization request, where it had one' },
  code_verifier: { ...text, description: 'RFC 7636 §4.5', pattern: '^[A-Za-z0-9\\-._~]{43,128}$' },
  refresh_token: { ...secret, description: 'Of the refresh token grant' },
  scope: { ...text, description: 'Of the client credentials and the refresh token grant' },
  resource: { ...manyTexts, description: 'RFC 8707, of the client credentials grant' },
  audience: { ...manyTexts, description: 'The same as resource' },
}

function describe(operationId: string, summary: string): JsonObject {
  return { operationId, summary, tags: ['OAuth'] }
}

const token: JsonObject = {
  ...describe('token', 'Exchanges a grant for tokens (RFC 6749 §3.2)'),
  security: clientAuthentication,
  requestBody: toBody({ type: 'object', properties: tokenFields, required: ['grant_type'] }, true),
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

const ofToken = { token: text, token_type_hint: text, ...clientFields }

const introspect: JsonObject = {
  ...describe('introspect', 'Whether a token is active, and what it is good for (RFC 7662)'),
  security: clientAuthentication,
  requestBody: toBody({ type: 'object', properties: ofToken, required: ['token'] }, true),
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
  ...describe('revoke', 'Ends a token of the client: a refresh token with its session (RFC 7009)'),
  security: clientAuthentication,
  requestBody: toBody({ type: 'object', properties: ofToken, required: ['token'] }, true),
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
