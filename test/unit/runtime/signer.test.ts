import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compactVerify, exportJWK, generateKeyPair } from 'jose'
import type { JsonObject } from '../../../src/kernel/json.ts'
import type { SignatureAlgorithm } from '../../../src/kernel/signer.ts'
import { openSigner } from '../../../src/runtime/signer.ts'

async function makeKeys(alg: SignatureAlgorithm | 'ES384') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return { publicKey, jwk: (await exportJWK(privateKey)) as JsonObject }
}

describe('openSigner', () => {
  for (const alg of ['ES256', 'RS256'] as const) {
    it(`signs ${alg} as others verify it`, async () => {
      const { publicKey, jwk } = await makeKeys(alg)
      const sign = await openSigner(jwk, alg)
      const encode = (text: string) => new TextEncoder().encode(text).toBase64({ alphabet: 'base64url' })
      const signed = `${encode(JSON.stringify({ alg }))}.${encode('{"name":"Zoë"}')}`
      const token = `${signed.replaceAll('=', '')}.`
      // Numbers of a signature have leading zeros now and then.
      for (let count = 0; count < (alg === 'ES256' ? 300 : 3); count++) {
        const signature = await sign(token.slice(0, -1))
        const { payload } = await compactVerify(token + signature, publicKey, { algorithms: [alg] })
        assert.equal(new TextDecoder().decode(payload), '{"name":"Zoë"}')
      }
      assert.equal((await sign('x')).length, alg === 'ES256' ? 86 : 342)
    })
  }

  it('refuses keys that are none of the algorithm', async () => {
    const [ec, other, rsa] = [await makeKeys('ES256'), await makeKeys('ES384'), await makeKeys('RS256')]
    await assert.rejects(openSigner(other.jwk, 'ES256'))
    await assert.rejects(openSigner(rsa.jwk, 'ES256'))
    await assert.rejects(openSigner(ec.jwk, 'RS256'))
    const { d: _private, ...publicPart } = ec.jwk
    await assert.rejects(openSigner(publicPart, 'ES256'))
  })
})
