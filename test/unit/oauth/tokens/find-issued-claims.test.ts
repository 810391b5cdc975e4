import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../../src/kernel/errors.ts'
import { findIssuedClaims } from '../../../../src/oauth/tokens/access-tokens.ts'
import type { SigningKeys } from '../../../../src/oauth/tokens/signing-keys.ts'

const issuer = 'https://fire.test'
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (header: unknown) => `${encode(header)}.${encode({ iss: issuer })}.AAAA`

function find(text: string, lookUp: SigningKeys['find']) {
  const unused = async () => assert.fail()
  const keys: SigningKeys = { find: lookUp, current: unused, jwks: unused }
  return findIssuedClaims(text, 'at+jwt', { keys, clock: { now: () => 0 }, issuer })
}

describe('claims of a JWT', () => {
  it('are not said to be none while the keys cannot be read: the token may well be good', async () => {
    const away = new AppError('transient', 'database-unavailable', 'away')
    const asked = find(token({ alg: 'ES256', kid: 'k' }), async () => {
      throw away
    })
    await assert.rejects(asked, away)
  })

  for (const header of [
    { alg: 'ES256' },
    { alg: 'ES256', kid: 5 },
    { alg: 'ES256', kid: 'k'.repeat(129) },
    'x',
  ])
    it(`are none where nobody can look for the key: ${JSON.stringify(header).slice(0, 40)}`, async () => {
      assert.equal(await find(token(header), async () => assert.fail()), null)
    })
})
