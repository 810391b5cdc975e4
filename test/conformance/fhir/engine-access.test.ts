/** What is decided before an operation, by the credential's limits and by an access. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { narrow } from '../../../src/engine/narrow.ts'
import type { Access, Decision } from '../../../src/engine/ports/access.ts'
import { allOf, fieldIs } from '../../../src/engine/ports/condition.ts'
import { createFixture, failure, request, shareStore } from '../../support/engine-fixture.ts'

shareStore()

describe('access', () => {
  const operations = [
    'FhirRead',
    'FhirVread',
    'FhirSearch',
    'FhirCreate',
    'FhirUpdate',
    'FhirDelete',
    'FhirHistory',
  ]
  const decisions: readonly [Decision, string][] = [
    [{ allowed: false, reason: 'forbidden', message: 'no' }, 'forbidden'],
    [
      { allowed: false, reason: 'unauthenticated', message: 'who?', challenges: ['Bearer', 'Basic'] },
      'unauthenticated',
    ],
  ]
  for (const [decision, category] of decisions) {
    for (const id of operations) {
      it(`${id}: ${category} comes before everything else`, async () => {
        const { perform, store } = await createFixture({ access: { decide: () => decision } })
        const wrong = { type: 'Nope', resourceId: '..', versionId: 'x', body: { bad: 1 } }
        const error = await failure(perform(id, wrong))
        assert.equal(error.category, category)
        assert.deepEqual(error.challenges, 'challenges' in decision ? decision.challenges : undefined)
        assert.deepEqual(store.calls, [])
      })
    }
  }
  it('is limited by what the credential covers, whoever decides, and says so when it explains', async () => {
    const caller = { name: 'Client/c', roles: [], actsForUserAlone: false, limitedTo: ['system/Note.rs'] }
    const asked: string[] = []
    const access: Access = {
      decide(_caller, { id }) {
        asked.push(id)
        return { allowed: true }
      },
      explain: async () => ({ decision: 'mine', reasons: [] }),
    }
    for (const parts of [{ access }, { access: undefined }]) {
      const { parts: all, put } = await createFixture(parts)
      await put('Note', 'a', {})
      asked.length = 0
      const engine = createEngine(all)
      const operation = (id: string) => ({ id, type: 'Note', resourceId: 'a', query: [], body: {}, request })
      assert.equal((await engine.perform(caller, operation('FhirRead'))).status, 200)
      const error = await failure(engine.perform(caller, operation('FhirUpdate')))
      assert.deepEqual(
        [error.category, error.message],
        ['forbidden', 'The scopes of the token do not cover this'],
      )
      assert.equal((await failure(engine.authorize(caller, operation('FhirDelete')))).category, 'forbidden')
      assert.deepEqual(asked, parts.access === undefined ? [] : ['FhirRead'])
      const explanation = await engine.explain?.(caller, operation('FhirUpdate'))
      assert.deepEqual(
        explanation,
        parts.access && {
          reasons: [],
          decision: {
            ...{ allowed: false, reason: 'forbidden' },
            message: 'The scopes of the token do not cover this',
          },
        },
      )
    }
  })
  it('goes on when it is allowed, and sees the operation', async () => {
    const seen: string[] = []
    const { put } = await createFixture({
      access: {
        decide: (_subject, { id, type, resourceId }) => {
          seen.push(`${id} ${type}/${resourceId}`)
          return { allowed: true }
        },
      },
    })
    assert.equal((await put('Note', 'a', {})).status, 201)
    assert.deepEqual(seen, ['FhirUpdate Note/a'])
  })
})

describe('two accesses', () => {
  it('narrow each other: the rows of both, and what either hides or keeps', () => {
    const [red, mine] = [fieldIs('color', 'red'), fieldIs('title', 'mine')]
    assert.deepEqual(narrow({ allowed: true }, { allowed: true }), { allowed: true })
    assert.deepEqual(
      narrow(
        { allowed: true, rows: red, hide: ['price'], readonly: ['tags'] },
        { allowed: true, rows: mine, hide: ['price', 'raw'] },
      ),
      { allowed: true, rows: allOf(red, mine), hide: ['price', 'raw'], readonly: ['tags'] },
    )
    assert.deepEqual(narrow({ allowed: true, rows: red }, { allowed: true }), { allowed: true, rows: red })
  })
})
