/** Claims of a user (OpenID Connect Core §5.1), each with the scope that it belongs to (§5.4). One row is one claim. */
import type { UserDocument } from '../../directory/User.ts'
import type { JsonObject, JsonValue } from '../../kernel/json.ts'

export const standardScopes = [
  ...(['openid', 'profile', 'email', 'phone', 'address', 'offline_access', 'fhirUser'] as const),
] as const

type UserResource = UserDocument['resource']

interface UserClaim {
  readonly scope: (typeof standardScopes)[number]
  readonly of: (user: UserResource, issuer: string) => JsonValue | undefined
}

const profile = (of: UserClaim['of']): UserClaim => ({ scope: 'profile', of })

const rows = {
  name: profile(toName),
  given_name: profile(({ name }) => name?.givenName),
  middle_name: profile(({ name }) => name?.middleName),
  family_name: profile(({ name }) => name?.familyName),
  nickname: profile(({ nickName }) => nickName),
  preferred_username: profile(({ userName }) => userName),
  picture: profile(({ photo }) => photo),
  profile: profile(({ profileUrl }) => profileUrl),
  website: profile(({ website }) => website),
  gender: profile(({ gender }) => gender),
  birthdate: profile(({ birthDate }) => birthDate),
  zoneinfo: profile(({ timezone }) => timezone),
  locale: profile(({ locale }) => locale),
  updated_at: profile(({ meta }) => toEpochSeconds(meta?.lastUpdated)),
  email: { scope: 'email', of: ({ email }) => email },
  email_verified: {
    scope: 'email',
    of: ({ email, email_verified: verified }) => (email === undefined ? undefined : verified === true),
  },
  phone_number: { scope: 'phone', of: ({ phoneNumber }) => phoneNumber },
  phone_number_verified: {
    scope: 'phone',
    of: ({ phoneNumber, phone_number_verified: verified }) =>
      phoneNumber === undefined ? undefined : verified === true,
  },
  address: { scope: 'address', of: toAddress },
  fhirUser: { scope: 'fhirUser', of: toFhirUser },
} as const satisfies Readonly<Record<string, UserClaim>>

const userClaims: ReadonlyMap<string, UserClaim> = new Map(Object.entries(rows))

export const userClaimNames: readonly string[] = [...userClaims.keys()]

/** The scopes that give these claims; names of no claim give none. */
export function scopesOfClaims(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => userClaims.get(name)?.scope ?? []))]
}

/** What the scopes tell, and the claims that were asked for by their names; none that the user has no value for. */
export function toUserClaims(
  user: UserResource,
  scope: readonly string[],
  issuer: string,
  names: readonly string[] = [],
): JsonObject {
  const claims: JsonObject = { sub: user.id }
  for (const [name, claim] of userClaims) {
    if (!scope.includes(claim.scope) && !names.includes(name)) continue
    const value = claim.of(user, issuer)
    if (value !== undefined && value !== null) claims[name] = value
  }
  return claims
}

function toName({ displayName, name = {} }: UserResource): string | undefined {
  const whole = [name.givenName, name.middleName, name.familyName].filter(Boolean).join(' ')
  return displayName ?? name.formatted ?? (whole === '' ? undefined : whole)
}

/** Core §5.1.1, of the address that is marked as primary, or the first one. */
function toAddress({ addresses = [] }: UserResource): JsonValue | undefined {
  const address = addresses.find(({ primary }) => primary === true) ?? addresses[0]
  if (address === undefined) return undefined
  const { formatted, streetAddress, locality, region, postalCode, country } = address
  const claim = {
    formatted,
    street_address: streetAddress,
    locality,
    region,
    postal_code: postalCode,
    country,
  }
  return JSON.parse(JSON.stringify(claim))
}

function toFhirUser({ fhirUser }: UserResource, issuer: string): string | undefined {
  const reference = fhirUser?.reference
  return reference?.includes(':') === false ? `${issuer}/${reference}` : reference
}

function toEpochSeconds(value: string | undefined): number | undefined {
  const ms = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}
