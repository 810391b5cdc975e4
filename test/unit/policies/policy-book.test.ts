import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller } from '../../../src/engine/ports/access.ts'
import { accessOf, link, operation } from './fixtures.ts'

const user = { resourceType: 'User', id: 'ann' }
const firstParty: Caller = { name: 'User/ann', user, roles: [], actsForUserAlone: true }

describe('policies in memory', () => {
  it('are read once, all pages of them', async () => {
    const { access, fake } = accessOf(
      { link: link('User/x') },
      { link: link('User/y') },
      { link: link('User/z') },
      {},
    )
    assert.equal((await access.decide(firstParty, operation())).allowed, true)
    assert.equal(fake.searches, 2)
    assert.deepEqual(access.decide(firstParty, operation()), { allowed: true })
    assert.equal(fake.searches, 2)
  })

  it('requests that come together share one reading', async () => {
    const { access, fake } = accessOf({})
    await Promise.all([access.decide(firstParty, operation()), access.decide(firstParty, operation())])
    assert.equal(fake.searches, 1)
  })

  for (const change of [{ type: 'AccessPolicy', id: 'p0' }, null]) {
    it(`a change counts at the next request (${change === null ? 'missed' : 'told'})`, async () => {
      const { access, fake } = accessOf({})
      assert.equal((await access.decide(firstParty, operation())).allowed, true)
      fake.documents.clear()
      assert.equal((await access.decide(firstParty, operation())).allowed, true)
      fake.change(change)
      assert.equal((await access.decide(firstParty, operation())).allowed, false)
    })
  }

  it('a change of another type is none', async () => {
    const { access, fake } = accessOf({})
    await access.decide(firstParty, operation())
    fake.change({ type: 'Patient', id: 'p1' })
    await access.decide(firstParty, operation())
    assert.equal(fake.searches, 1)
  })

  it('a reading that began before a change is neither kept nor lent', async () => {
    const { access, fake } = accessOf({})
    const { promise, resolve } = Promise.withResolvers<void>()
    fake.gate = promise
    const early = access.decide(firstParty, operation())
    fake.documents.clear()
    fake.change({ type: 'AccessPolicy', id: 'p0' })
    fake.gate = Promise.resolve()
    assert.equal((await access.decide(firstParty, operation())).allowed, false)
    resolve()
    await early
    assert.equal((await access.decide(firstParty, operation())).allowed, false)
  })

  it('nothing is trusted while changes may be missed', async () => {
    const { access, fake } = accessOf({})
    await access.decide(firstParty, operation())
    fake.trusted = false
    fake.documents.clear()
    assert.equal((await access.decide(firstParty, operation())).allowed, false)
    fake.documents.set('AccessPolicy/p0', { resourceType: 'AccessPolicy', id: 'p0', engine: 'allow' })
    assert.equal((await access.decide(firstParty, operation())).allowed, true)
    assert.equal(fake.searches, 3)
    fake.trusted = true
    await access.decide(firstParty, operation())
    await access.decide(firstParty, operation())
    assert.equal(fake.searches, 4)
  })

  it('a reading during which trust was lost is not kept', async () => {
    const { access, fake } = accessOf({})
    const { promise, resolve } = Promise.withResolvers<void>()
    fake.gate = promise
    const early = access.decide(firstParty, operation())
    fake.trusted = false
    resolve()
    await early
    fake.trusted = true
    await access.decide(firstParty, operation())
    assert.equal(fake.searches, 2)
  })

  it('a reading that fails is an error, and is tried again', async () => {
    const { access, fake } = accessOf({})
    fake.gate = Promise.reject(new Error('no database'))
    await assert.rejects(async () => access.decide(firstParty, operation()), /no database/)
    fake.gate = Promise.resolve()
    assert.equal((await access.decide(firstParty, operation())).allowed, true)
  })
})
