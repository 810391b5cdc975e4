import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Role } from '../../../src/directory/Role.ts'
import { createRoleCache, type RoleCache } from '../../../src/directory/role-cache.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

let fixture: DocumentsFixture
let roles: RoleCache

before(async () => {
  fixture = await openDocuments({ types: [Role] })
  roles = createRoleCache(fixture.documents, fixture.memory)
})
after(() => fixture.close())

async function hold(userId: string, name: string): Promise<void> {
  const id = `${userId}-${name}`
  const role = { resourceType: 'Role', id, name, user: { reference: `User/${userId}` } }
  const text = JSON.stringify(role)
  await fixture.store.write({ type: 'Role', id, text, expect: { kind: 'any' } })
}

describe('the roles of a user', () => {
  it('are all of them, also beyond one page of a search', async () => {
    await Promise.all(Array.from({ length: 1001 }, (_, at) => hold('busy', `r${at}`)))
    assert.equal((await roles.get('busy')).length, 1001)
  })

  it('are those of that user alone', async () => {
    await hold('ann', 'nurse')
    assert.deepEqual(
      (await roles.get('ann')).map(({ name }) => name),
      ['nurse'],
    )
    assert.deepEqual(await roles.get('nobody'), [])
  })

  it('are in memory until a role changes', async () => {
    const before = await roles.get('ann')
    assert.equal(roles.peek('ann'), before)
    await hold('bob', 'nurse')
    assert.equal(roles.peek('ann'), undefined)
    await hold('ann', 'head')
    assert.equal((await roles.get('ann')).length, 2)
  })
})
