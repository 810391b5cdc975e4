import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { Version } from '../../src/engine/ports/store.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

describeOnEach('history', [storedType('Patient')], {}, (opened) => {
  const written: Version[] = []

  before(async () => {
    for (const id of ['a', 'b', 'a', 'a', 'b', 'a']) {
      const text = JSON.stringify({ resourceType: 'Patient', id, n: written.length })
      const write = await opened().store.write({ type: 'Patient', id, text, expect: { kind: 'any' } })
      if (write.outcome !== 'refused') written.push(write.version)
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  })

  it('gives the versions of one resource newest first, page by page', async () => {
    const { store } = opened()
    const expected = written.filter((version) => version.id === 'a').reverse()
    const first = await store.history({ type: 'Patient', id: 'a', count: 3 })
    assert.deepEqual([first.versions, first.hasMore], [expected.slice(0, 3), true])
    const beforeVersionId = first.versions.at(-1)?.versionId as string
    const second = await store.history({ type: 'Patient', id: 'a', count: 3, beforeVersionId })
    assert.deepEqual([second.versions, second.hasMore], [expected.slice(3), false])
  })

  it('gives the versions of a type, and exactly as many as are asked for', async () => {
    const all = await opened().store.history({ type: 'Patient', count: 6 })
    assert.deepEqual([all.versions, all.hasMore], [[...written].reverse(), false])
    const none = await opened().store.history({ type: 'Patient', count: 0 })
    assert.deepEqual([none.versions.length, none.hasMore], [0, true])
  })

  it('since: at or after the moment', async () => {
    const third = written[2] as Version
    const since = await opened().store.history({ type: 'Patient', count: 10, since: third.lastUpdated })
    assert.deepEqual(since.versions, written.slice(2).reverse())
    const later = await opened().store.history({ type: 'Patient', count: 10, since: third.lastUpdated + 1 })
    assert.deepEqual(later.versions, written.slice(3).reverse())
  })

  it('a cursor or version that is none gives nothing', async () => {
    const page = await opened().store.history({
      type: 'Patient',
      count: 10,
      beforeVersionId: "1' or true --",
    })
    assert.deepEqual(page, { versions: [], hasMore: false })
    assert.equal(await opened().store.vread('Patient', 'a', "0' or true --"), null)
    assert.equal(await opened().store.vread('Patient', 'b', (written[0] as Version).versionId), null)
  })
})
