/** What an authorization request may say: RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2, OpenID Connect Core §3.1.2.1. */
import { type Static, Type } from '@sinclair/typebox'
import { defineParams } from './define-params.ts'
import { clientId, scope, uri, uris } from './fields.ts'

export const promptValues = ['none', 'login', 'consent', 'select_account'] as const
export const responseModes = ['query', 'form_post'] as const
export type ResponseMode = (typeof responseModes)[number]

const onePrompt = `(?:${promptValues.join('|')})`

export const authorizeParams = defineParams(
  {
    response_type: Type.Literal('code', {
      description: 'code: the implicit grant is not offered (RFC 9700 §2.1.2), use the code grant with PKCE',
    }),
    client_id: clientId,
    redirect_uri: Type.Optional(uri('May be left out by a client that has one alone')),
    scope: Type.Optional(scope),
    state: Type.Optional(Type.String({ maxLength: 8192, description: 'Comes back unchanged' })),
    code_challenge: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{43}$',
        description: '43 base64url characters: the SHA-256 of the verifier (RFC 7636 §4.2)',
      }),
    ),
    code_challenge_method: Type.Optional(
      Type.Literal('S256', { description: 'S256; plain, the default of the RFC, is refused' }),
    ),
    response_mode: Type.Optional(
      Type.Union([Type.Literal('query'), Type.Literal('form_post')], { default: 'query' }),
    ),
    nonce: Type.Optional(Type.String({ maxLength: 1024, description: 'Comes back in the ID token' })),
    prompt: Type.Optional(
      Type.String({
        pattern: `^ *(?:${onePrompt}(?: +|$))*$`,
        maxLength: 100,
        description: `of ${promptValues.join(', ')}, separated by spaces`,
      }),
    ),
    max_age: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 999_999_999,
        description: 'a number of seconds: the age of the sign-in, at most',
      }),
    ),
    login_hint: Type.Optional(Type.String({ maxLength: 1024, description: 'Filled in on the login page' })),
    ui_locales: Type.Optional(
      Type.String({ maxLength: 1024, description: 'Languages of the pages, the preferred first (BCP 47)' }),
    ),
    id_token_hint: Type.Optional(Type.String({ maxLength: 8192, description: 'Who is expected to sign in' })),
    claims: Type.Optional(
      Type.String({
        maxLength: 4096,
        description: 'JSON: single claims for `id_token` and `userinfo` (OpenID Connect Core §5.5)',
      }),
    ),
    resource: Type.Optional(uris('Who the token is for')),
    audience: Type.Optional(uris('The same as resource')),
    aud: Type.Optional(uri('The same as resource, as SMART App Launch calls it')),
  },
  {
    errorCodesByField: {
      response_type: 'unsupported_response_type',
      scope: 'invalid_scope',
      resource: 'invalid_target',
      audience: 'invalid_target',
      aud: 'invalid_target',
    },
    // OpenID Connect Core §3.1.2.6: what is not supported is refused by name.
    refused: {
      request: 'request_not_supported',
      request_uri: 'request_uri_not_supported',
      registration: 'registration_not_supported',
    },
  },
)

export type AuthorizeParams = Static<typeof authorizeParams.schema>
