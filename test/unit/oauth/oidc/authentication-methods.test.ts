import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { textsOf } from '../../../../src/kernel/json.ts'
import { toAuthenticationClaims } from '../../../../src/oauth/oidc/authentication-methods.ts'

describe('amr and acr', () => {
  it('come from what was done, and are absent where that is not known', () => {
    assert.deepEqual(toAuthenticationClaims([]), {})
    assert.deepEqual(toAuthenticationClaims(['pwd']), { amr: ['pwd'], acr: '1' })
    assert.deepEqual(toAuthenticationClaims(['pwd', 'otp']), { amr: ['pwd', 'otp'], acr: '2' })
    assert.deepEqual(toAuthenticationClaims(['pwd', 'pwd']), { amr: ['pwd'], acr: '1' })
  })

  it('are read from what an older version has kept without them', () => {
    assert.deepEqual(textsOf(undefined), [])
    assert.deepEqual(textsOf(['pwd', 1]), ['pwd'])
  })
})
