import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Expectation, parseVersion, type WriteOutcome } from '../../src/engine/ports/store.ts'
import type { JsonObject } from '../../src/kernel/json.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const types = [storedType('Patient'), storedType('User'), storedType('Counter', { history: false })]

function text(id: string, more: string = ''): string {
  return `{"resourceType":"Patient","id":"${id}"${more}}`
}

function versionOf(written: WriteOutcome) {
  assert.notEqual(written.outcome, 'refused')
  return (written as Exclude<WriteOutcome, { outcome: 'refused' }>).version
}

describeOnEach('a write', types, {}, (opened) => {
  const put = (id: string, expect: Expectation = { kind: 'any' }, more = '') =>
    opened().store.write({ type: 'Patient', id, text: text(id, more), expect })

  it('creates, then updates, and sets versionId, lastUpdated and createdAt', async () => {
    const created = versionOf(
      await put('meta', { kind: 'any' }, ',"meta":{"profile":["p"],"versionId":"forged"}'),
    )
    const updated = versionOf(await put('meta', { kind: 'any' }, ',"meta":{"createdAt":"1999-01-01"}'))
    assert.deepEqual([created.status, updated.status], ['created', 'updated'])
    const [first, second] = [parseVersion(created).meta, parseVersion(updated).meta] as [
      JsonObject,
      JsonObject,
    ]
    assert.deepEqual(first.profile, ['p'])
    assert.equal(first.versionId, created.versionId)
    assert.equal(first.lastUpdated, new Date(created.lastUpdated).toISOString())
    assert.equal(first.createdAt, first.lastUpdated)
    assert.equal(second.createdAt, first.createdAt)
    assert.equal(second.profile, undefined)
    assert.ok(BigInt(updated.versionId) > BigInt(created.versionId))
    assert.deepEqual(await opened().store.read('Patient', 'meta'), updated)
  })

  it('replaces a meta that is no object', async () => {
    const version = versionOf(await put('odd-meta', { kind: 'any' }, ',"meta":[1]'))
    assert.equal((parseVersion(version).meta as JsonObject).versionId, version.versionId)
  })

  it('keeps the digits of numbers', async () => {
    await put(
      'digits',
      { kind: 'any' },
      ',"a":1.00,"b":9007199254740993,"c":-0.10,"d":[12345678901234567890.5]',
    )
    const read = await opened().store.read('Patient', 'digits')
    for (const digits of ['1.00', '9007199254740993', '-0.10', '12345678901234567890.5']) {
      assert.match(read?.text ?? '', new RegExp(`[ \\[]${digits.replaceAll('.', '\\.')}[,\\]}]`))
    }
  })

  it('keeps strings as they are', async () => {
    const odd = `it's "quoted" \\ $1 :: {x} é 😀 ${'\u2028'}`
    const document = JSON.stringify({ resourceType: 'Patient', id: 'odd', odd })
    await opened().store.write({ type: 'Patient', id: 'odd', text: document, expect: { kind: 'any' } })
    const read = await opened().store.read('Patient', 'odd')
    assert.equal(read && parseVersion(read).odd, odd)
  })

  const expectations: [string, Expectation, { missing: string; present: string }][] = [
    ['any', { kind: 'any' }, { missing: 'created', present: 'updated' }],
    ['absent', { kind: 'absent' }, { missing: 'created', present: 'refused' }],
    ['present', { kind: 'present' }, { missing: 'refused', present: 'updated' }],
    ['another version', { kind: 'version', versionId: '1' }, { missing: 'refused', present: 'refused' }],
    [
      'no version at all',
      { kind: 'version', versionId: 'x; drop' },
      { missing: 'refused', present: 'refused' },
    ],
    [
      'a huge version',
      { kind: 'version', versionId: '9'.repeat(40) },
      { missing: 'refused', present: 'refused' },
    ],
  ]
  for (const [name, expect, outcomes] of expectations) {
    it(`expecting ${name}: ${outcomes.missing} when missing, ${outcomes.present} when present`, async () => {
      const id = `expect-${name.replaceAll(' ', '-')}`
      const missing = await put(id, expect)
      assert.equal(missing.outcome, outcomes.missing)
      assert.equal((await opened().store.read('Patient', id)) !== null, outcomes.missing !== 'refused')
      await put(id)
      const before = await opened().store.history({ type: 'Patient', id, count: 10 })
      assert.equal((await put(id, expect)).outcome, outcomes.present)
      const after = await opened().store.history({ type: 'Patient', id, count: 10 })
      const grown = after.versions.length - before.versions.length
      assert.equal(grown, outcomes.present === 'refused' ? 0 : 1)
    })
  }

  it('expecting the current version: updates once, refuses the second time', async () => {
    const { versionId } = versionOf(await put('if-match'))
    const expect: Expectation = { kind: 'version', versionId }
    assert.equal((await put('if-match', expect)).outcome, 'updated')
    assert.equal((await put('if-match', expect)).outcome, 'refused')
  })

  it('refuses text that the database cannot store, and writes nothing', async () => {
    for (const bad of ['"\\u0000"', '"\\ud800"', '1e999999', '{']) {
      await assert.rejects(
        put('bad', { kind: 'any' }, `,"x":${bad}`),
        (error: Error & { category?: string }) => {
          assert.equal(error.category, 'invalid', bad)
          assert.doesNotMatch(`${error.message}${error.cause}`, /insert into|select|"bad"|ud800/)
          return true
        },
      )
    }
    assert.equal(await opened().store.read('Patient', 'bad'), null)
  })

  it('knows no other types', async () => {
    for (const type of ['Nobody', 'patient', '__proto__', 'patient_history']) {
      await assert.rejects(opened().store.read(type, 'a'), { category: 'not-found' })
    }
  })

  it('serves a type whose name is a word of SQL', async () => {
    const document = '{"resourceType":"User","id":"ann"}'
    const written = await opened().store.write({
      type: 'User',
      id: 'ann',
      text: document,
      expect: { kind: 'any' },
    })
    assert.equal(written.outcome, 'created')
    assert.equal((await opened().store.read('User', 'ann'))?.type, 'User')
  })

  it('removes with history, and a re-creation goes on with the numbers and starts a new creation time', async () => {
    const { store } = opened()
    const created = versionOf(await put('gone'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    const removed = await store.remove('Patient', 'gone', { kind: 'any' })
    assert.ok(removed.outcome === 'deleted')
    assert.equal(removed.version.status, 'deleted')
    assert.equal((parseVersion(removed.version).meta as JsonObject).versionId, removed.version.versionId)
    assert.equal(await store.read('Patient', 'gone'), null)
    assert.deepEqual(await store.remove('Patient', 'gone', { kind: 'any' }), { outcome: 'absent' })
    const again = versionOf(await put('gone'))
    assert.equal(again.status, 'created')
    assert.notEqual(
      (parseVersion(again).meta as JsonObject).createdAt,
      (parseVersion(created).meta as JsonObject).createdAt,
    )
    const { versions } = await store.history({ type: 'Patient', id: 'gone', count: 10 })
    assert.deepEqual(
      versions.map((version) => version.status),
      ['created', 'deleted', 'created'],
    )
    assert.deepEqual(versions, [again, removed.version, created])
    assert.deepEqual(await store.vread('Patient', 'gone', removed.version.versionId), removed.version)
  })

  const removals: [Expectation, string, string][] = [
    [{ kind: 'any' }, 'absent', 'deleted'],
    [{ kind: 'present' }, 'absent', 'deleted'],
    [{ kind: 'absent' }, 'absent', 'refused'],
    [{ kind: 'version', versionId: '1' }, 'absent', 'refused'],
  ]
  for (const [expect, missing, present] of removals) {
    it(`removing, expecting ${expect.kind}: ${missing} when missing, ${present} when present`, async () => {
      const id = `remove-${expect.kind}`
      assert.equal((await opened().store.remove('Patient', id, expect)).outcome, missing)
      await put(id)
      assert.equal((await opened().store.remove('Patient', id, expect)).outcome, present)
      assert.equal((await opened().store.read('Patient', id)) === null, present === 'deleted')
    })
  }

  it('removing the current version succeeds', async () => {
    const { versionId } = versionOf(await put('remove-current'))
    const removed = await opened().store.remove('Patient', 'remove-current', { kind: 'version', versionId })
    assert.equal(removed.outcome, 'deleted')
  })

  it('without history keeps only the current version', async () => {
    const { store } = opened()
    const write = () =>
      store.write({
        type: 'Counter',
        id: 'c',
        text: '{"resourceType":"Counter","id":"c"}',
        expect: { kind: 'any' },
      })
    const first = versionOf(await write())
    const second = versionOf(await write())
    assert.equal(await store.vread('Counter', 'c', first.versionId), null)
    assert.deepEqual(await store.vread('Counter', 'c', second.versionId), second)
    assert.equal((await store.remove('Counter', 'c', { kind: 'any' })).outcome, 'deleted')
    assert.equal(await store.vread('Counter', 'c', second.versionId), null)
    assert.equal((await store.history({ type: 'Counter', id: 'c', count: 10 })).versions.length, 0)
  })
})
