/** Claims of a user by scope (OpenID Connect Core §5.4). */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'

export const standardScopes = ['openid', 'profile', 'email', 'phone', 'offline_access', 'fhirUser'] as const

export function toUserClaims(user: JsonObject, scope: readonly string[], issuer: string): JsonObject {
  const claims: JsonObject = { sub: user.id }
  if (scope.includes('profile')) Object.assign(claims, profileClaims(user))
  if (scope.includes('email')) {
    claims.email = user.email
    if (user.email !== undefined) claims.email_verified = user.email_verified === true
  }
  if (scope.includes('phone')) claims.phone_number = user.phoneNumber
  if (scope.includes('fhirUser') && isJsonObject(user.fhirUser)) {
    const { reference } = user.fhirUser
    claims.fhirUser =
      typeof reference === 'string' && !reference.includes(':') ? `${issuer}/${reference}` : reference
  }
  return withoutAbsent(claims)
}

function profileClaims(user: JsonObject): JsonObject {
  const name = isJsonObject(user.name) ? user.name : {}
  const meta = isJsonObject(user.meta) ? user.meta : {}
  const whole = [name.givenName, name.middleName, name.familyName]
    .filter((part) => typeof part === 'string')
    .join(' ')
  return {
    name: user.displayName ?? name.formatted ?? (whole === '' ? undefined : whole),
    given_name: name.givenName,
    middle_name: name.middleName,
    family_name: name.familyName,
    preferred_username: user.userName,
    picture: user.photo,
    profile: user.profileUrl,
    zoneinfo: user.timezone,
    locale: user.locale,
    updated_at: toEpochSeconds(meta.lastUpdated),
  }
}

function toEpochSeconds(value: JsonValue | undefined): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}

function withoutAbsent(claims: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(claims).filter(([, value]) => value !== undefined && value !== null),
  )
}
