import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isActiveUser, type UserDocument } from '../../../src/directory/User.ts'

function userWith(state: { readonly active?: boolean; readonly inactive?: boolean }): UserDocument {
  const resource = { resourceType: 'User', id: 'ann', ...state } as const
  return { type: 'User', id: 'ann', versionId: '1', createdAt: '', resource, secrets: {} }
}

describe('a user may act', () => {
  for (const state of [{}, { active: true }, { inactive: false }, { active: true, inactive: false }]) {
    it(`with ${JSON.stringify(state)}`, () => assert.equal(isActiveUser(userWith(state)), true))
  }
})

describe('a user may not act', () => {
  for (const state of [
    { active: false },
    { inactive: true },
    { active: true, inactive: true },
    { active: false, inactive: false },
  ]) {
    it(`with ${JSON.stringify(state)}`, () => assert.equal(isActiveUser(userWith(state)), false))
  }
})
