import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemDigest } from '../../../src/runtime/digest.ts'

describe('systemDigest', () => {
  it('is SHA-256 of UTF-8 (FIPS 180-4, example "abc")', () => {
    assert.equal(systemDigest.sha256('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
    assert.notEqual(systemDigest.sha256('é'), systemDigest.sha256('e'))
  })

  it('is HMAC-SHA-256 (RFC 4231 §4.3)', () => {
    const mac = systemDigest.keyed(new TextEncoder().encode('Jefe'), 'what do ya want for nothing?')
    const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    assert.equal(mac, Uint8Array.fromHex(hex).toBase64({ alphabet: 'base64url', omitPadding: true }))
  })

  for (const [a, b, expected] of [
    ['a', 'a', true],
    ['a', 'b', false],
    ['', '', true],
    ['a', 'aa', false],
    ['\u00e9', 'e\u0301', false],
  ] as const) {
    it(`${JSON.stringify(a)} and ${JSON.stringify(b)} are ${expected ? '' : 'not '}equal`, () => {
      assert.equal(systemDigest.equal(a, b), expected)
    })
  }
})
