import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Store } from '../../src/engine/ports/store.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const type = 'Patient'

function write(store: Store, id: string, writer: string, kind: 'any' | 'absent' = 'any') {
  return store.write({ type, id, text: JSON.stringify({ resourceType: type, id, writer }), expect: { kind } })
}

async function wholeHistory(store: Store, id: string) {
  const { versions } = await store.history({ type, id, count: 1000 })
  return versions
}

function count<T>(items: readonly T[], isWanted: (item: T) => boolean): number {
  return items.filter(isWanted).length
}

describeOnEach('a race', [storedType(type)], { poolSize: 24 }, (opened) => {
  it('of 48 writers on 8 resources loses no version', async () => {
    const { store } = opened()
    const rounds = 6
    const acknowledged = new Map<string, string[]>()
    const writer = async (number: number) => {
      for (let round = 0; round < rounds; round++) {
        const id = `race-${(number + round) % 8}`
        const written = await write(store, id, `${number}/${round}`)
        assert.ok(written.outcome !== 'refused')
        acknowledged.set(id, [...(acknowledged.get(id) ?? []), written.version.versionId])
      }
    }
    await Promise.all(Array.from({ length: 48 }, (_, number) => writer(number)))
    for (let resource = 0; resource < 8; resource++) {
      const id = `race-${resource}`
      const history = await wholeHistory(store, id)
      const byNumber = (a: string, b: string) => Number(BigInt(b) - BigInt(a))
      const numbers = history.map((version) => version.versionId)
      assert.equal(numbers.length, (48 * rounds) / 8)
      assert.deepEqual(numbers, [...(acknowledged.get(id) ?? [])].sort(byNumber))
      assert.equal(new Set(numbers).size, numbers.length)
      assert.deepEqual(await store.read(type, id), history[0])
      assert.equal(
        count(history, (version) => version.status === 'created'),
        1,
      )
      assert.equal(history.at(-1)?.status, 'created')
    }
  })

  it('of 8 creations of one id is won by one', async () => {
    for (let round = 0; round < 10; round++) {
      const id = `create-${round}`
      const writes = Array.from({ length: 8 }, (_, number) =>
        write(opened().store, id, `${number}`, 'absent'),
      )
      const outcomes = (await Promise.all(writes)).map((written) => written.outcome)
      assert.equal(
        count(outcomes, (outcome) => outcome === 'created'),
        1,
      )
      assert.equal((await wholeHistory(opened().store, id)).length, 1)
    }
  })

  it('of 16 updates of one version is won by one', async () => {
    const { store } = opened()
    const created = await write(store, 'version', 'first')
    assert.ok(created.outcome === 'created')
    const text = JSON.stringify({ resourceType: type, id: 'version' })
    const expect = { kind: 'version', versionId: created.version.versionId } as const
    const writes = Array.from({ length: 16 }, () => store.write({ type, id: 'version', text, expect }))
    const outcomes = (await Promise.all(writes)).map((written) => written.outcome)
    assert.equal(
      count(outcomes, (outcome) => outcome === 'updated'),
      1,
    )
    assert.equal((await wholeHistory(store, 'version')).length, 2)
  })

  it('of 16 removals is won by one', async () => {
    const { store } = opened()
    await write(store, 'remove', 'first')
    const removals = Array.from({ length: 16 }, () => store.remove(type, 'remove', { kind: 'any' }))
    const outcomes = (await Promise.all(removals)).map((removed) => removed.outcome)
    assert.equal(
      count(outcomes, (outcome) => outcome === 'deleted'),
      1,
    )
    assert.equal((await wholeHistory(store, 'remove')).length, 2)
  })

  it('of writers and removers leaves a history that tells one story', async () => {
    const { store } = opened()
    const id = 'mixed'
    const work = async (number: number) => {
      for (let round = 0; round < 15; round++) {
        if ((number + round) % 3 === 0) await store.remove(type, id, { kind: 'any' })
        else await write(store, id, `${number}/${round}`)
      }
    }
    await Promise.all(Array.from({ length: 12 }, (_, number) => work(number)))
    const history = [...(await wholeHistory(store, id))].reverse()
    history.forEach((version, index) => {
      const isFirst = index === 0 || history[index - 1]?.status === 'deleted'
      assert.equal(version.status === 'created', isFirst, `version ${index} is ${version.status}`)
    })
    const last = history.at(-1)
    assert.deepEqual(await store.read(type, id), last?.status === 'deleted' ? null : last)
  })
})
