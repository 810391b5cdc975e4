import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Role } from '../../../src/directory/Role.ts'
import { createRoleCache, type RoleCache } from '../../../src/directory/role-cache.ts'
import { User } from '../../../src/directory/User.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

let fixture: DocumentsFixture
let roles: RoleCache

before(async () => {
  fixture = await openDocuments({ types: [Role, User] })
  roles = createRoleCache(fixture.documents, fixture.memory)
})
after(() => fixture.close())

async function hold(userId: string, name: string): Promise<void> {
  const id = `${userId}-${name}`
  const role = { resourceType: 'Role', id, name, user: { reference: `User/${userId}` } }
  const text = JSON.stringify(role)
  await fixture.store.write({ type: 'Role', id, text, expect: { kind: 'any' } })
}

const user = (id: string, createdAt = '2000-01-01T00:00:00.000Z') => ({ id, createdAt })

describe('the roles of a user', () => {
  it('are all of them, also beyond one page of a search', async () => {
    await Promise.all(Array.from({ length: 1001 }, (_, at) => hold('busy', `r${at}`)))
    assert.equal((await roles.get(user('busy'))).length, 1001)
  })

  it('are those of that user alone', async () => {
    await hold('ann', 'nurse')
    assert.deepEqual(
      (await roles.get(user('ann'))).map(({ name }) => name),
      ['nurse'],
    )
    assert.deepEqual(await roles.get(user('nobody')), [])
  })

  it('are in memory until a role changes', async () => {
    const before = await roles.get(user('ann'))
    assert.equal(roles.peek(user('ann')), before)
    await hold('bob', 'nurse')
    assert.equal(roles.peek(user('ann')), undefined)
    await hold('ann', 'head')
    assert.equal((await roles.get(user('ann'))).length, 2)
  })

  it('are not those of an earlier user of the id, and those that were there before the first', async () => {
    const { store } = fixture
    await hold('carl', 'early')
    const text = '{"resourceType":"User","id":"carl"}'
    const write = async () => {
      const done = await store.write({ type: 'User', id: 'carl', text, expect: { kind: 'any' } })
      const { lastUpdated } = done.outcome === 'refused' ? assert.fail() : done.version
      return user('carl', new Date(lastUpdated).toISOString())
    }
    const namesOf = async (one: ReturnType<typeof user>) =>
      (await roles.get(one)).map(({ name }) => name).sort()
    const first = await write()
    assert.deepEqual(await namesOf(first), ['early'])
    await hold('carl', 'nurse')
    assert.deepEqual(await namesOf(first), ['early', 'nurse'])
    await store.remove('User', 'carl', { kind: 'any' })
    const second = await write()
    assert.deepEqual(await namesOf(second), [])
    // Moments are told in milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 5))
    await hold('carl', 'nurse')
    assert.deepEqual(await namesOf(second), ['nurse'])
  })
})
