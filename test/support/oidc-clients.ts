/** Clients that differ in how they prove who they are, and in the kind of their tokens. */
import { webapp } from './code-flow.ts'

export interface OidcClient {
  readonly name: string
  readonly id: string
  readonly method: 'client_secret_basic' | 'client_secret_post' | 'none'
  readonly secret: string
  readonly algorithm: 'RS256' | 'ES256'
  readonly redirectUri: string
  readonly document: Record<string, unknown>
}

/** Characters that RFC 6749 §2.3.1 has encoded before they go into HTTP Basic. */
const awkwardSecret = 'a:b+c d/e%f&é'
const redirectUri = 'https://app.example/cb'

function toClient(
  client: Omit<OidcClient, 'redirectUri' | 'document'>,
  code: Record<string, unknown>,
): OidcClient {
  const secret = client.method === 'none' ? undefined : client.secret
  const document = webapp(
    { redirect_uri: redirectUri, secret_required: secret !== undefined, ...code },
    { secret, id_token_signed_response_alg: client.algorithm },
  )
  return { ...client, redirectUri, document }
}

export const oidcClients = [
  toClient(
    {
      name: 'client_secret_basic, JWT',
      id: 'basic-client',
      method: 'client_secret_basic',
      secret: awkwardSecret,
      algorithm: 'ES256',
    },
    {},
  ),
  toClient(
    {
      name: 'client_secret_post, JWT',
      id: 'post-client',
      method: 'client_secret_post',
      secret: awkwardSecret,
      algorithm: 'RS256',
    },
    { pkce: true },
  ),
  toClient(
    { name: 'a public client, opaque', id: 'public-client', method: 'none', secret: '', algorithm: 'RS256' },
    { token_format: undefined },
  ),
] as const
