/** The settings of a Client document, read in one place. */
import type { Static } from '@sinclair/typebox'
import type { authorizationCode, ClientDocument } from '../resources/Client.ts'

export interface GrantSettings {
  readonly accessTokenSeconds: number
  readonly tokenFormat: 'jwt' | 'opaque'
  readonly audience: readonly string[] | undefined
  /** Scopes that may be asked for; undefined: those that are declared for all. */
  readonly scopes: readonly string[] | undefined
  readonly secretRequired: boolean
  readonly pkceRequired: boolean
  readonly redirectUris: readonly string[]
  readonly refreshToken: boolean
  readonly refreshTokenSeconds: number | undefined
  readonly refreshTokenRotation: boolean
}

const defaultAccessTokenSeconds = 3600

export function grantSettings(
  { resource, secrets }: ClientDocument,
  grant: 'authorization_code' | 'client_credentials',
): GrantSettings {
  const own: Static<typeof authorizationCode> = resource.auth?.[grant] ?? {}
  return {
    accessTokenSeconds: own.access_token_expiration ?? defaultAccessTokenSeconds,
    tokenFormat: own.token_format === 'jwt' ? 'jwt' : 'opaque',
    audience: typeof own.audience === 'string' ? [own.audience] : own.audience,
    scopes: own.scopes,
    secretRequired: own.secret_required === true,
    pkceRequired: own.pkce === true || secrets.secret === undefined,
    redirectUris: [
      ...(own.redirect_uri === undefined ? [] : [own.redirect_uri]),
      ...(own.redirect_uris ?? []),
    ],
    refreshToken: own.refresh_token === true,
    refreshTokenSeconds: own.refresh_token_expiration,
    refreshTokenRotation: own.refresh_token_rotation === true,
  }
}

/** Of the access and ID tokens of these clients. */
export function longestLifetimeSeconds(clients: readonly ClientDocument[]): number {
  const grants = ['authorization_code', 'client_credentials'] as const
  return Math.max(
    defaultAccessTokenSeconds,
    ...clients.flatMap((client) => grants.map((grant) => grantSettings(client, grant).accessTokenSeconds)),
  )
}

export function isActiveClient({ resource }: ClientDocument): boolean {
  return resource.active !== false
}

/** RFC 6749 §2.1: it has nothing to prove who it is by. */
export function isPublicClient({ secrets }: ClientDocument): boolean {
  return secrets.secret === undefined
}

export function isFirstParty({ resource }: ClientDocument): boolean {
  return resource.first_party === true
}

/** `code` and `authorization_code` are two names of one grant. */
export function allowsGrant({ resource }: ClientDocument, grant: GrantType): boolean {
  const listed = resource.grant_types ?? []
  return listed.includes(grant) || (grant === 'authorization_code' && listed.includes('code'))
}

type GrantType = NonNullable<ClientDocument['resource']['grant_types']>[number]
