/** What clients send to the endpoints that they call themselves: RFC 6749 §4.1.3, §4.4.2 and §6, RFC 7662 §2.1, RFC 7009 §2.1. */
import { type Static, Type } from '@sinclair/typebox'
import { defineParams } from './define-params.ts'
import { clientId, scope, uri, uris } from './fields.ts'

/** RFC 6749 §2.3.1: in the body where HTTP Basic is not used; `client_id` alone for public clients. */
const client = {
  client_id: Type.Optional(clientId),
  client_secret: Type.Optional(Type.String({ maxLength: 4096, writeOnly: true })),
}

const clientRules = {
  errorCodesByField: { client_id: 'invalid_client', client_secret: 'invalid_client' },
  refused: { client_assertion: 'invalid_client' },
} as const

export const grantTypes = ['authorization_code', 'refresh_token', 'client_credentials'] as const
export type GrantTypeName = (typeof grantTypes)[number]

export const tokenParams = defineParams(
  {
    grant_type: Type.Union([...grantTypes.map((name) => Type.Literal(name)), Type.Literal('code')], {
      description: '`code` is what the grant_types of a Client call authorization_code',
    }),
    ...client,
    code: Type.Optional(Type.String({ maxLength: 256, description: 'Of the authorization code grant' })),
    redirect_uri: Type.Optional(uri('The same as in the authorization request, where it had one')),
    code_verifier: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9\\-._~]{43,128}$',
        description: '43 to 128 unreserved characters (RFC 7636 §4.1)',
      }),
    ),
    refresh_token: Type.Optional(
      Type.String({ maxLength: 256, writeOnly: true, description: 'Of the refresh token grant' }),
    ),
    scope: Type.Optional(scope),
    resource: Type.Optional(uris('RFC 8707, of the client credentials grant')),
    audience: Type.Optional(uris('The same as resource')),
    aud: Type.Optional(uri('The same as resource, as SMART App Launch calls it')),
  },
  {
    ...clientRules,
    errorCodesByField: {
      ...clientRules.errorCodesByField,
      grant_type: 'unsupported_grant_type',
      code: 'invalid_grant',
      redirect_uri: 'invalid_grant',
      code_verifier: 'invalid_grant',
      refresh_token: 'invalid_grant',
      scope: 'invalid_scope',
      resource: 'invalid_target',
      audience: 'invalid_target',
      aud: 'invalid_target',
    },
  },
)

export type TokenParams = Static<typeof tokenParams.schema>

/** Introspection and revocation. Any text is a token that may be asked for: as long as a body may be. */
export const ofTokenParams = defineParams(
  {
    token: Type.String({ maxLength: 65_536, description: 'An access or refresh token' }),
    token_type_hint: Type.Optional(Type.String({ maxLength: 256 })),
    ...client,
  },
  clientRules,
)

/** What says who the client is, at each of these endpoints. */
export type ClientParams = Pick<TokenParams, 'client_id' | 'client_secret'>
