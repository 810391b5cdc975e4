/** Claims of a user by scope (OpenID Connect Core §5.4). */
import type { UserDocument } from '../../directory/User.ts'
import type { JsonObject } from '../../kernel/json.ts'

export const standardScopes = ['openid', 'profile', 'email', 'phone', 'offline_access', 'fhirUser'] as const

type UserResource = UserDocument['resource']

export function toUserClaims(user: UserResource, scope: readonly string[], issuer: string): JsonObject {
  const claims: JsonObject = { sub: user.id }
  if (scope.includes('profile')) Object.assign(claims, profileClaims(user))
  if (scope.includes('email')) {
    claims.email = user.email
    if (user.email !== undefined) claims.email_verified = user.email_verified === true
  }
  if (scope.includes('phone')) claims.phone_number = user.phoneNumber
  if (scope.includes('fhirUser')) {
    const reference = user.fhirUser?.reference
    claims.fhirUser = reference?.includes(':') === false ? `${issuer}/${reference}` : reference
  }
  return withoutAbsent(claims)
}

function profileClaims(user: UserResource): JsonObject {
  const { name = {}, meta } = user
  const whole = [name.givenName, name.middleName, name.familyName].filter(Boolean).join(' ')
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
    updated_at: toEpochSeconds(meta?.lastUpdated),
  }
}

function toEpochSeconds(value: string | undefined): number | undefined {
  const ms = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}

function withoutAbsent(claims: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(claims).filter(([, value]) => value !== undefined && value !== null),
  )
}
