/** The settings of a Client document, read in one place. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { CachedDocument } from '../documents/document-cache.ts'

export interface GrantSettings {
  readonly accessTokenSeconds: number
  readonly tokenFormat: 'jwt' | 'opaque'
  readonly audience: readonly string[] | undefined
  /** Scopes that may be asked for; undefined: any. */
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
  client: CachedDocument,
  grant: 'authorization_code' | 'client_credentials',
): GrantSettings {
  const auth = objectAt(client.document, 'auth')
  const own = objectAt(auth, grant)
  return {
    accessTokenSeconds: numberOr(own.access_token_expiration) ?? defaultAccessTokenSeconds,
    tokenFormat: own.token_format === 'jwt' ? 'jwt' : 'opaque',
    audience: listOr(own.audience),
    scopes: listOr(own.scopes),
    secretRequired: own.secret_required === true,
    pkceRequired: own.pkce === true || client.secrets.secret === undefined,
    redirectUris: [...(listOr(own.redirect_uri) ?? []), ...(listOr(own.redirect_uris) ?? [])],
    refreshToken: own.refresh_token === true,
    refreshTokenSeconds: numberOr(own.refresh_token_expiration),
    refreshTokenRotation: own.refresh_token_rotation === true,
  }
}

export function isActiveClient(client: CachedDocument): boolean {
  return client.document.active !== false
}

export function isFirstParty(client: CachedDocument): boolean {
  return client.document.first_party === true
}

/** `code` and `authorization_code` are two names of one grant. */
export function allowsGrant(client: CachedDocument, grant: string): boolean {
  const listed = listOr(client.document.grant_types) ?? []
  if (grant === 'authorization_code') return listed.includes('code') || listed.includes(grant)
  return listed.includes(grant)
}

function objectAt(parent: JsonObject, name: string): JsonObject {
  const value = parent[name]
  return isJsonObject(value) ? value : {}
}

function numberOr(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function listOr(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? (value as string[]) : undefined
}
