import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decide } from '../../../src/engine/authorize.ts'
import type { Access, Caller, Operation } from '../../../src/engine/ports/access.ts'
import { combineAccess } from '../../../src/host/combine-access.ts'
import { PluginError } from '../../../src/host/start-plugins.ts'

const ann: Caller = { name: 'User/ann', roles: [], actsForUserAlone: true }
const operation: Operation = {
  ...{ id: 'FhirRead', type: 'Patient', query: [] },
  request: {
    ...{ method: 'GET', scheme: 'https', path: '/Patient/p', queryString: undefined },
    ...{ headers: new Headers(), remoteAddress: '', requestId: 'r' },
  },
}
const allows: Access = { decide: () => ({ allowed: true }) }
const refuses: Access = { decide: async () => ({ allowed: false, reason: 'forbidden', message: 'No' }) }

const isAllowed = async (all: readonly Access[], caller: Caller | null = ann, allowsEverything = false) => {
  const access = combineAccess(
    all.map((one) => ({ access: one })),
    allowsEverything,
  )
  return (await decide(access, caller, operation)).allowed
}

describe('several access plug-ins', () => {
  const rows: readonly (readonly [string, readonly Access[], boolean])[] = [
    ['one that allows', [allows], true],
    ['one that refuses', [refuses], false],
    ['two that allow', [allows, allows], true],
    ['the second refuses', [allows, refuses], false],
    ['the first refuses', [refuses, allows], false],
  ]
  for (const [name, all, expected] of rows)
    it(`${name}: ${expected}`, async () => assert.equal(await isAllowed(all), expected))
})

describe('without an access plug-in', () => {
  it('the server does not start, and the message says what would make it', () => {
    assert.throws(
      () => combineAccess([{}], false),
      (error) => error instanceof PluginError && /DANGEROUSLY_ALLOW_EVERYTHING=on/.test(error.message),
    )
  })
  it('unless everything is allowed on purpose', async () => {
    assert.equal(await isAllowed([], null, true), true)
    assert.equal(await isAllowed([refuses], ann, true), false)
  })
})

describe('what a credential is limited to', () => {
  it('holds whoever decides', async () => {
    for (const all of [[allows], [allows, allows], []]) {
      assert.equal(await isAllowed(all, { ...ann, limitedTo: ['user/Patient.r'] }, true), true)
      assert.equal(await isAllowed(all, { ...ann, limitedTo: ['user/Observation.r'] }, true), false)
      assert.equal(await isAllowed(all, { ...ann, limitedTo: [] }, true), false)
    }
  })
})
