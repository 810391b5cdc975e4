import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Change } from '../../src/engine/ports/store.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const types = [storedType('User'), storedType('Patient')]
const options = { watchedTypes: ['User'], watchedRecordKinds: ['session'] }

describeOnEach('a watch', types, options, (opened) => {
  const hear = () => {
    const heard: (Change | null)[] = []
    return { heard, watch: opened().store.watch((change) => heard.push(change)) }
  }
  const put = (type: string, id: string, kind: 'any' | 'present' = 'any') =>
    opened().store.write({ type, id, text: JSON.stringify({ resourceType: type, id }), expect: { kind } })

  it('is trusted, and hears writes and removals before they return, once', async () => {
    const { heard, watch } = hear()
    assert.equal(watch.isTrusted(), true)
    await put('User', 'ann')
    assert.deepEqual(heard, [{ type: 'User', id: 'ann' }])
    await opened().store.remove('User', 'ann', { kind: 'any' })
    assert.equal(heard.length, 2)
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(heard.length, 2)
    watch.stop()
    await put('User', 'ann')
    assert.equal(heard.length, 2)
  })

  it('does not hear of what was refused or is not watched', async () => {
    const { heard, watch } = hear()
    await put('Patient', 'p')
    await put('User', 'nobody', 'present')
    await opened().store.remove('User', 'nobody', { kind: 'any' })
    await opened().records.insert('code', 'k', {}, { expiresAt: null })
    await opened().records.take('session', 'nobody')
    watch.stop()
    assert.deepEqual(heard, [])
  })

  it('hears of watched records', async () => {
    const { heard, watch } = hear()
    const { records } = opened()
    for (const key of ['1', '2', '3'])
      await records.insert('session', key, {}, { expiresAt: null, group: 'g' })
    await records.take('session', '1')
    await records.removeGroup('session', 'g')
    watch.stop()
    const ids = heard.map((change) => `${change?.type} ${change?.id}`)
    assert.deepEqual(
      ids.slice(0, 4),
      ['1', '2', '3', '1'].map((key) => `record:session ${key}`),
    )
    assert.deepEqual(ids.slice(4).sort(), ['record:session 2', 'record:session 3'])
  })

  it('goes on after a listener that fails', async () => {
    const failing = opened().store.watch(() => {
      throw new Error('listener')
    })
    const { heard, watch } = hear()
    await put('User', 'bob')
    failing.stop()
    watch.stop()
    assert.equal(heard.length, 1)
  })
})
