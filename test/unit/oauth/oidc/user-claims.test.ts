import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  scopesOfClaims,
  standardScopes,
  toUserClaims,
  userClaimNames,
} from '../../../../src/oauth/oidc/user-claims.ts'
import { bePatient } from '../../../support/patience.ts'

await bePatient()

const issuer = 'https://fhir.example'
type UserResource = Parameters<typeof toUserClaims>[0]

const user: UserResource = {
  resourceType: 'User',
  id: 'ann',
  meta: { lastUpdated: '2026-01-02T03:04:05.678Z' },
  userName: 'annie',
  email: 'ann@example.com',
  name: { givenName: 'Ann', middleName: 'B.', familyName: 'Other' },
  nickName: 'An',
  photo: 'https://a.example/ann.png',
  profileUrl: 'https://a.example/ann',
  website: 'https://ann.example',
  gender: 'female',
  birthDate: '2001-02-03',
  timezone: 'Europe/Berlin',
  locale: 'de-DE',
  phoneNumber: '+49 30 1',
  phone_number_verified: true,
  addresses: [
    { locality: 'Paris' },
    { primary: true, streetAddress: 'Weg 1', locality: 'Berlin', postalCode: '10115', country: 'DE' },
  ],
  fhirUser: { reference: 'Patient/p1' },
}

describe('the claims of OpenID Connect Core §5.1', () => {
  const rows: readonly (readonly [scope: string, claims: object])[] = [
    [
      'profile',
      {
        ...{
          name: 'Ann B. Other',
          given_name: 'Ann',
          middle_name: 'B.',
          family_name: 'Other',
          nickname: 'An',
        },
        ...{
          preferred_username: 'annie',
          picture: user.photo,
          profile: user.profileUrl,
          website: user.website,
        },
        ...{ gender: 'female', birthdate: '2001-02-03', zoneinfo: 'Europe/Berlin', locale: 'de-DE' },
        updated_at: 1767323045,
      },
    ],
    ['email', { email: 'ann@example.com', email_verified: false }],
    ['phone', { phone_number: '+49 30 1', phone_number_verified: true }],
    [
      'address',
      { address: { street_address: 'Weg 1', locality: 'Berlin', postal_code: '10115', country: 'DE' } },
    ],
    ['fhirUser', { fhirUser: 'https://fhir.example/Patient/p1' }],
    ['openid', {}],
  ]
  for (const [scope, claims] of rows) {
    it(`of ${scope}`, () => {
      assert.deepEqual(toUserClaims(user, ['openid', scope], issuer), { sub: 'ann', ...claims })
    })
  }

  it('are left out where the User has nothing', () => {
    const bare: UserResource = { resourceType: 'User', id: 'bob' }
    assert.deepEqual(toUserClaims(bare, standardScopes, issuer), { sub: 'bob' })
  })

  it('that are asked for by name come without their scope, and no others', () => {
    assert.deepEqual(toUserClaims(user, ['openid'], issuer, ['nickname', 'toString']), {
      ...{ sub: 'ann', nickname: 'An' },
    })
    assert.deepEqual(scopesOfClaims(['nickname', 'email', 'name', 'toString']), ['profile', 'email'])
    assert.equal(userClaimNames.length, 20)
  })
})
