/** A decision that looked at the stored resource holds for the version that it saw: another write in between is decided anew. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Access, Operation } from '../../../src/engine/ports/access.ts'
import { createFixture, failure, shareStore } from '../../support/engine-fixture.ts'

shareStore()

/** Red notes may be touched. `meanwhile` runs after each look, as somebody else would. */
async function redStoredOnly(meanwhile: (looks: number) => Promise<unknown> = async () => undefined) {
  const asked: Operation[] = []
  const access: Access = {
    async decide(caller, operation) {
      if (caller === null) return { allowed: true }
      asked.push(operation)
      const stored = await operation.stored?.()
      await meanwhile(asked.length)
      return stored?.color === 'red'
        ? { allowed: true }
        : { allowed: false, reason: 'forbidden', message: 'not red' }
    },
  }
  const fixture = await createFixture({ access })
  const mine = fixture.as({ name: 'User/mine', roles: [], actsForUserAlone: true })
  await fixture.put('Note', 'n', { color: 'red', title: 'first' })
  return { ...fixture, mine, asked }
}

const turnsBlue = (fixture: () => Awaited<ReturnType<typeof redStoredOnly>>) => async (looks: number) => {
  if (looks === 1) await fixture().put('Note', 'n', { color: 'blue' })
}

describe('a write between the decision and what it allowed', () => {
  const wishes = {
    update: { id: 'FhirUpdate', body: { color: 'red', title: 'mine' } },
    delete: { id: 'FhirDelete' },
    history: { id: 'FhirHistory' },
    vread: { id: 'FhirVread', versionId: '2' },
  }
  for (const [name, { id, ...more }] of Object.entries(wishes)) {
    it(`is decided anew: ${name}`, async () => {
      let fixture: Awaited<ReturnType<typeof redStoredOnly>>
      fixture = await redStoredOnly(turnsBlue(() => fixture))
      const failed = await failure(fixture.mine.perform(id, { type: 'Note', resourceId: 'n', ...more }))
      const asked = fixture.asked.filter((one) => one.id === id)
      assert.deepEqual([failed.category, asked.length], ['forbidden', 2])
      const now = JSON.parse((await fixture.get('Note', 'n')).text ?? '')
      assert.deepEqual([now.color, now.title], ['blue', undefined])
    })
  }

  it('is decided anew and carried out where it is allowed again', async () => {
    let fixture: Awaited<ReturnType<typeof redStoredOnly>>
    fixture = await redStoredOnly(async (looks) => {
      if (looks === 1) await fixture.put('Note', 'n', { color: 'red', title: 'theirs' })
    })
    const answer = await fixture.mine.put('Note', 'n', { color: 'blue' })
    assert.deepEqual([answer.status, fixture.asked.length], [200, 2])
  })

  it('does not change what a read answers: the version that was seen', async () => {
    let fixture: Awaited<ReturnType<typeof redStoredOnly>>
    fixture = await redStoredOnly(turnsBlue(() => fixture))
    const { text } = await fixture.mine.get('Note', 'n')
    assert.equal(JSON.parse(text ?? '').title, 'first')
  })

  it('that makes the resource does not escape the decision that there is none', async () => {
    const absent: Access = {
      async decide(caller, operation) {
        if (caller === null) return { allowed: true }
        const isFree = (await operation.stored?.()) === null
        await fixture.put('Note', 'new', { color: 'blue' })
        return isFree ? { allowed: true } : { allowed: false, reason: 'forbidden', message: 'taken' }
      },
    }
    const fixture = await createFixture({ access: absent })
    const mine = fixture.as({ name: 'User/mine', roles: [], actsForUserAlone: true })
    assert.equal((await failure(mine.put('Note', 'new', { color: 'red' }))).category, 'forbidden')
    assert.equal(
      (await failure(mine.perform('FhirDelete', { type: 'Note', resourceId: 'new' }))).category,
      'forbidden',
    )
    assert.equal(JSON.parse((await fixture.get('Note', 'new')).text ?? '').color, 'blue')
  })
})

describe('the stored resource', () => {
  it('costs no second statement of a read', async () => {
    const { mine, store, asked } = await redStoredOnly()
    store.calls.length = 0
    await mine.get('Note', 'n')
    assert.deepEqual([store.calls, asked.length], [['read'], 1])
  })

  it('costs nothing where nobody looks', async () => {
    const fixture = await createFixture({ access: { decide: () => ({ allowed: true }) } })
    await fixture.put('Note', 'n', { color: 'red' })
    await fixture.get('Note', 'n')
    assert.deepEqual(fixture.store.calls, ['write', 'read'])
  })

  it('is not there for searches, creates, and ids that can be none', async () => {
    const { mine, asked } = await redStoredOnly()
    for (const operation of [
      ['FhirSearch', {}],
      ['FhirCreate', { body: { id: 'n' } }],
      ['FhirRead', { resourceId: 'a b' }],
    ] as const)
      await failure(mine.perform(operation[0], { type: 'Note', ...operation[1] }))
    assert.deepEqual(
      asked.map(({ stored }) => stored),
      [undefined, undefined, undefined],
    )
  })
})

describe('the document of a write', () => {
  it('is the one that is stored, and made once', async () => {
    const documents: unknown[] = []
    const access: Access = {
      decide(_caller, operation) {
        documents.push(operation.document, operation.document)
        return { allowed: true }
      },
    }
    const fixture = await createFixture({ access })
    const body = {
      resourceType: 'Note',
      tags: [],
      about: [{ resourceType: 'Note', id: 'x' }],
      meta: { versionId: '9' },
    }
    await fixture.put('Note', 'n', body)
    const document = { resourceType: 'Note', id: 'n', about: [{ reference: 'Note/x' }] }
    assert.deepEqual(documents, [document, document])
    assert.equal(documents[0], documents[1])
    const { meta: _meta, ...stored } = JSON.parse((await fixture.get('Note', 'n')).text ?? '')
    assert.deepEqual(stored, document)
  })

  it('of a create has no id that nobody gave', async () => {
    const documents: unknown[] = []
    const decide: Access['decide'] = (_caller, { document }) => {
      documents.push(document)
      return { allowed: true }
    }
    const fixture = await createFixture({ access: { decide } })
    await fixture.perform('FhirCreate', { type: 'Note', body: { title: 't' } })
    await fixture.perform('FhirCreate', { type: 'Note', body: { title: 't', id: 'given' } })
    assert.deepEqual(documents, [
      { resourceType: 'Note', title: 't' },
      { resourceType: 'Note', id: 'given', title: 't' },
    ])
  })
})
