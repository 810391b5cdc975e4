import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller, RequestSnapshot } from '../../../../src/engine/ports/access.ts'
import { createSu } from '../../../../src/oauth/callers/su.ts'

const request: RequestSnapshot = {
  method: 'GET',
  scheme: 'https',
  path: '/User',
  queryString: undefined,
  headers: new Headers({ su: 'User/admin' }),
  remoteAddress: '',
  requestId: '1',
}

const actAs = createSu({
  isOn: true,
  callerOf: async (id, name = '') => ({ name, user: { id }, roles: [], actsForUserAlone: true }),
})

const admin: Caller = {
  name: 'User/admin',
  user: { id: 'admin' },
  client: { id: 'app' },
  roles: [],
  actsForUserAlone: false,
}

describe('the su header', () => {
  it('says who acts, with the limits of the credential', async () => {
    const limited = { ...admin, limitedTo: ['user/Patient.r'] }
    assert.equal((await actAs(limited, request))?.actor, limited)
  })
  it('widens no credential that is limited to scopes', async () => {
    const limitedTo = ['user/Patient.r']
    assert.deepEqual((await actAs({ ...admin, limitedTo }, request))?.limitedTo, limitedTo)
    assert.deepEqual((await actAs({ ...admin, limitedTo: [] }, request))?.limitedTo, [])
    assert.equal((await actAs(admin, request))?.limitedTo, undefined)
  })
})
