/** An application that asks for tokens (RFC 6749 §2), in the shape that Aidbox documents. */
import { Type } from '@sinclair/typebox'
import type { Issue } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { DocumentOf } from '../../plugin.ts'
import { AnyObject, defineResource, Secret } from '../../schema/define-resource.ts'
import { minSecretLength } from '../../schema/secret-paths.ts'
import { describeRedirectUriProblem } from '../authorize/redirect-uri-rules.ts'

const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, description })
const seconds = (description: string) => Type.Integer({ minimum: 1, maximum: 315_360_000, description })
const scopeToken = Type.String({ pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$', maxLength: 256 })
const oneOrMore = (description: string) =>
  Type.Union([text(2048), Type.Array(text(2048), { minItems: 1, maxItems: 50 })], { description })

const tokenSettings = {
  access_token_expiration: Type.Optional(
    seconds('Lifetime of access tokens in seconds, from issue. Default 3600.'),
  ),
  token_format: Type.Optional(
    Type.Union([Type.Literal('jwt'), Type.Literal('opaque')], {
      description: '`jwt`: access tokens are JWTs (RFC 9068). Absent or `opaque`: random strings.',
    }),
  ),
  audience: Type.Optional(
    oneOrMore(
      '`aud` of the access tokens. Default: the base URL of the server, which alone makes a token good here.',
    ),
  ),
  scopes: Type.Optional(
    Type.Array(scopeToken, {
      minItems: 1,
      maxItems: 500,
      // Dropping an empty list would allow every scope.
      'x-keep-empty': true,
      description:
        'Scopes that may be asked for. Absent: those of OpenID Connect, and resource scopes such as `user/Patient.rs`.',
    }),
  ),
}

const refreshSettings = {
  refresh_token: Type.Optional(
    Type.Boolean({ description: 'Whether refresh tokens are issued. Default false.' }),
  ),
  refresh_token_expiration: Type.Optional(
    seconds('Lifetime of refresh tokens in seconds, from issue or last use. Absent: they do not expire.'),
  ),
  refresh_token_rotation: Type.Optional(
    Type.Boolean({
      description: 'Whether each refresh ends the old refresh token. Always so for public clients.',
    }),
  ),
}

export const authorizationCode = Type.Object(
  {
    redirect_uri: Type.Optional(
      Type.String({
        ...{ minLength: 1, maxLength: 2048, 'x-several': 'redirect_uris' },
        description: 'The redirect URI; compared character by character.',
      }),
    ),
    redirect_uris: Type.Optional(Type.Array(text(2048), { minItems: 1, maxItems: 100 })),
    secret_required: Type.Optional(
      Type.Boolean({ description: 'Whether the token request must carry the secret. Default false.' }),
    ),
    pkce: Type.Optional(
      Type.Boolean({
        description: 'Whether a code challenge is required (RFC 7636). Always so without a secret.',
      }),
    ),
    ...tokenSettings,
    ...refreshSettings,
  },
  { additionalProperties: false },
)

export const grantTypes = [
  'code',
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'basic',
] as const

export const Client = defineResource({
  type: 'Client',
  description: 'An application that asks for tokens, or that calls with HTTP Basic.',
  schema: Type.Object(
    {
      name: Type.Optional(text(200, 'Shown to people on the login and the consent page.')),
      description: Type.Optional(text(2000)),
      active: Type.Optional(
        Type.Boolean({ description: '`false`: every request of the client is refused.' }),
      ),
      secret: Type.Optional(
        Secret({
          minLength: minSecretLength,
          maxLength: 512,
          description: `Client secret; write-only. At least ${minSecretLength} characters; best 32 that a machine made.`,
        }),
      ),
      first_party: Type.Optional(
        Type.Boolean({ description: '`true`: people are not asked for consent. Default false.' }),
      ),
      grant_types: Type.Optional(
        Type.Array(Type.Union(grantTypes.map((name) => Type.Literal(name))), { maxItems: 20 }),
      ),
      auth: Type.Optional(
        Type.Object(
          {
            authorization_code: Type.Optional(authorizationCode),
            client_credentials: Type.Optional(Type.Object(tokenSettings, { additionalProperties: false })),
          },
          { additionalProperties: false },
        ),
      ),
      allowed_origins: Type.Optional(Type.Array(text(512), { maxItems: 100 })),
      post_logout_redirect_uris: Type.Optional(Type.Array(text(2048), { maxItems: 100 })),
      id_token_signed_response_alg: Type.Optional(Type.Union([Type.Literal('RS256'), Type.Literal('ES256')])),
      resource_server_for: Type.Optional(
        Type.Array(text(2048), {
          maxItems: 100,
          description:
            'Audiences that the client is the resource server of: it may introspect tokens that are meant for one of them.',
        }),
      ),
      id_token_claims: Type.Optional(
        Type.Boolean({
          description:
            'Whether ID tokens hold the claims of the granted scopes (`name`, `email`, …), as `/auth/userinfo` does. Default true.',
        }),
      ),
      details: Type.Optional(AnyObject({ description: 'Whatever policies want to know.' })),
    },
    { additionalProperties: false },
  ),
  search: [
    { name: 'name', type: 'string', path: 'name' },
    { name: 'active', type: 'token', path: 'active' },
    { name: 'grant-type', type: 'token', path: 'grant_types' },
    { name: 'first-party', type: 'token', path: 'first_party' },
  ],
  examples: [
    {
      resourceType: 'Client',
      id: 'webapp',
      secret: 'a-long-random-string',
      first_party: true,
      grant_types: ['code'],
      auth: { authorization_code: { redirect_uri: 'https://app.example/callback', refresh_token: true } },
    },
  ],
  check: checkClientRules,
})

export type ClientDocument = DocumentOf<typeof Client>

function checkClientRules(client: JsonObject): readonly Issue[] {
  const auth = isJsonObject(client.auth) ? client.auth : {}
  const code = isJsonObject(auth.authorization_code) ? auth.authorization_code : {}
  return [
    ...checkWhereCodesGo(client.grant_types, code),
    ...checkUris([code.redirect_uri], () => 'Client.auth.authorization_code.redirect_uri'),
    ...checkUris(code.redirect_uris, (at) => `Client.auth.authorization_code.redirect_uris[${at}]`),
    ...checkUris(client.post_logout_redirect_uris, (at) => `Client.post_logout_redirect_uris[${at}]`),
    ...checkOrigins(client.allowed_origins),
  ]
}

/** RFC 6749 §3.1.2.2: without a redirect URI no code can be sent anywhere. */
function checkWhereCodesGo(grants: unknown, code: JsonObject): Issue[] {
  const usesCodes =
    Array.isArray(grants) && (grants.includes('code') || grants.includes('authorization_code'))
  if (!usesCodes || code.redirect_uri !== undefined || code.redirect_uris !== undefined) return []
  const message = 'is required with `grant_types: [code]`; several addresses go into `redirect_uris`'
  return [{ code: 'required', message, expression: 'Client.auth.authorization_code.redirect_uri' }]
}

function checkUris(uris: unknown, expressionOf: (position: number) => string): Issue[] {
  if (!Array.isArray(uris)) return []
  return uris.flatMap((uri, position) => {
    const problem = typeof uri === 'string' ? describeRedirectUriProblem(uri) : undefined
    return problem ? [{ code: 'value', message: problem, expression: expressionOf(position) }] : []
  })
}

function checkOrigins(origins: unknown): Issue[] {
  if (!Array.isArray(origins)) return []
  return origins.flatMap((origin, position) => {
    if (typeof origin !== 'string') return []
    const parsed = URL.parse(origin)
    if (parsed && parsed.origin === origin && parsed.origin !== 'null') return []
    return [
      {
        code: 'value',
        message: 'must be an origin such as https://app.example, without a path',
        expression: `Client.allowed_origins[${position}]`,
      },
    ]
  })
}
