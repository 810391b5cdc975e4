import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decide } from '../../../src/engine/authorize.ts'
import type { Caller } from '../../../src/engine/ports/access.ts'
import { hasResourceScope } from '../../../src/schema/resource-scopes.ts'
import { accessOf, operation } from './fixtures.ts'

const user = { resourceType: 'User', id: 'ann' }
const client = { resourceType: 'Client', id: 'web' }
const firstParty: Caller = { name: 'User/ann', user, client, roles: [], actsForUserAlone: true }
const thirdParty: Caller = { ...firstParty, actsForUserAlone: false }
const clientOnly: Caller = { name: 'Client/web', client, roles: [], actsForUserAlone: false }

describe('scopes narrow', () => {
  const rows: readonly (readonly [string, readonly string[] | undefined, string, boolean])[] = [
    ['no scopes at all', undefined, 'FhirRead', true],
    ['no resource scopes', ['openid', 'profile'], 'FhirRead', true],
    ['read', ['openid', 'user/Patient.read'], 'FhirRead', true],
    ['read does not write', ['user/Patient.read'], 'FhirUpdate', false],
    ['write', ['user/Patient.write'], 'FhirDelete', true],
    ['write does not read', ['user/Patient.write'], 'FhirVread', false],
    ['rs', ['patient/*.rs'], 'FhirSearch', true],
    ['r does not search', ['patient/*.r'], 'FhirSearch', false],
    ['everything', ['user/*.*'], 'FhirPatch', true],
    ['everything, of another operation', ['user/*.*'], 'SomethingElse', true],
    ['not everything, of another operation', ['user/*.rs'], 'SomethingElse', false],
    ['an operation of Object.prototype', ['user/*.rs'], 'constructor', false],
    ['another type', ['user/Observation.read'], 'FhirRead', false],
    ['a type that begins alike', ['user/Patien.read'], 'FhirRead', false],
    ['scope with a query, which cannot be honoured', ['user/Patient.rs?x=y'], 'FhirRead', false],
    ['scope in disorder', ['user/Patient.sr'], 'FhirRead', false],
    ['scope without abilities', ['user/Patient.'], 'FhirRead', false],
    ['two scopes together', ['user/Patient.c', 'user/*.u'], 'FhirConditionalUpdate', true],
    ['one scope of two', ['user/Patient.c'], 'FhirConditionalUpdate', false],
    ['a Bundle, whose entries are decided one by one', ['user/Observation.r'], 'FhirTransaction', true],
  ]
  for (const [name, scopes, id, expected] of rows) {
    it(name, async () => {
      const { access } = accessOf({})
      const limitedTo = hasResourceScope(scopes) ? scopes : undefined
      assert.equal((await decide(access, { ...thirdParty, limitedTo }, operation({ id }))).allowed, expected)
      assert.equal((await decide(access, { ...clientOnly, limitedTo }, operation({ id }))).allowed, expected)
    })
  }

  it('but not the user of a first-party client', async () => {
    const subject = { ...firstParty, limitedTo: undefined }
    assert.equal((await decide(accessOf({}).access, subject, operation())).allowed, true)
  })

  it('and a first-party client that acts for itself', async () => {
    const withScope = (scope: string): Caller => ({
      ...clientOnly,
      actsForUserAlone: true,
      limitedTo: [scope],
    })
    const refused = await decide(accessOf({}).access, withScope('system/Observation.read'), operation())
    assert.equal(refused.allowed, false)
    const granted = await decide(accessOf({}).access, withScope('system/Patient.r'), operation())
    assert.equal(granted.allowed, true)
  })

  it('and never widen', async () => {
    const subject = { ...thirdParty, limitedTo: ['user/*.*'] }
    assert.equal((await decide(accessOf().access, subject, operation())).allowed, false)
  })
})
