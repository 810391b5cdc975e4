import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFormTokens } from '../../../../src/oauth/browser/form-tokens.ts'
import { systemDigest } from '../../../../src/runtime/digest.ts'

const forms = createFormTokens('https://server.test/base', systemDigest, new Uint8Array(32).fill(1))
const others = createFormTokens('https://server.test/base', systemDigest, new Uint8Array(32).fill(2))
const origin = 'https://server.test'

describe('tokens of forms', () => {
  const token = forms.make('login', 'cookie', 'request')

  it('fit what they were made for, with the origin of the server or none', () => {
    assert.ok(forms.fits(token, 'login', 'cookie', 'request'))
    for (const from of [origin, null]) forms.check({ token, origin: from }, 'login', 'cookie', 'request')
  })

  it('fit nothing else: another page, browser, request or server, nor a value that is missing', () => {
    assert.ok(!forms.fits(token, 'consent', 'cookie', 'request'))
    assert.ok(!forms.fits(token, 'login', 'other', 'request'))
    assert.ok(!forms.fits(token, 'login', 'cookie', ''))
    assert.ok(!forms.fits(token, 'login', 'cookie'))
    assert.ok(!forms.fits(token, 'login', undefined, 'request'))
    assert.ok(!forms.fits(undefined, 'login', 'cookie', 'request'))
    assert.ok(!others.fits(token, 'login', 'cookie', 'request'))
    const stale = { category: 'forbidden', code: 'stale-form' }
    assert.throws(() => forms.check({ token, origin }, 'login', 'other', 'request'), stale)
  })

  it('are worth nothing from another origin', () => {
    for (const from of ['null', 'https://evil.example', 'https://server.test.evil.example']) {
      const check = () => forms.check({ token, origin: from }, 'login', 'cookie', 'request')
      assert.throws(check, { category: 'forbidden', code: 'wrong-origin' })
    }
  })
})
