/** Rules and writes in one transaction, and who hears of what is committed. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { WriteListener, WriteRule, Written } from '../../../src/engine/ports/writes.ts'
import { inUnit } from '../../../src/engine/unit-of-work.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { asOnSeveralServers, createFixture, failure, shareStore } from '../../support/engine-fixture.ts'

shareStore()

const ruleFor = (type: string, ...rules: WriteRule[]) => new Map([[type, rules]])

/** A note is about notes that exist, and leaves a record of each check. */
const aboutExists: WriteRule = async ({ id, about }, { store, records }) => {
  await records.count('check', String(id), { expiresAt: Date.now() + 60_000 })
  const [first] = Array.isArray(about) ? about : []
  const reference =
    typeof first === 'object' && first !== null && 'reference' in first ? first.reference : null
  if (typeof reference !== 'string') return []
  const found = await store.read('Note', reference.slice('Note/'.length))
  return found === null
    ? [{ code: 'not-found', message: `There is no ${reference}`, expression: 'Note.about[0]' }]
    : []
}

describe('rules of a write', () => {
  it('read through the transaction of the write, on whichever database', async () => {
    const { put, store } = await createFixture({ rules: ruleFor('Note', aboutExists) })
    assert.equal((await put('Note', 'a', {})).status, 201)
    assert.equal((await put('Note', 'b', { about: [{ reference: 'Note/a' }] })).status, 201)
    assert.equal(store.transactions, 2)
  })

  it('refuse with their problems, and nothing of the transaction is kept', async () => {
    const { put, versions, records, written } = await createFixture({ rules: ruleFor('Note', aboutExists) })
    const error = await failure(put('Note', 'b', { about: [{ reference: 'Note/a' }] }))
    assert.deepEqual([error.category, error.issues?.[0]?.expression], ['unprocessable', 'Note.about[0]'])
    assert.deepEqual([await versions(), await records.find('check', 'b'), written], [[], null, []])
    await put('Note', 'a', {})
    assert.equal((await records.find('check', 'a'))?.uses, 1)
  })

  it('that fail write nothing, and their error is passed on', async () => {
    const broken: WriteRule = async () => {
      throw new TypeError('broken')
    }
    const { put, versions, written } = await createFixture({ rules: ruleFor('Note', broken) })
    await assert.rejects(put('Note', 'a', {}), TypeError)
    assert.deepEqual([await versions(), written], [[], []])
  })

  it('of one type leave the others in one statement', async () => {
    const { put, store } = await createFixture({ rules: ruleFor('Account', aboutExists) })
    await put('Note', 'a', {})
    assert.deepEqual([store.calls, store.transactions], [['write'], 0])
  })

  it('see no secrets; what is slow to hash is hashed before the transaction', async () => {
    const seen: unknown[] = []
    const rule: WriteRule = async (resource) => {
      seen.push(resource)
      return []
    }
    const order: string[] = []
    const { put, store } = await createFixture({
      rules: ruleFor('Account', rule),
      secrets: {
        async hash(plain) {
          order.push(`hash, ${store.transactions} transactions`)
          return `hash(${plain})`
        },
        verify: async () => false,
      },
    })
    await put('Account', 'a', { name: 'n', secret: 's' })
    assert.deepEqual(seen, [{ resourceType: 'Account', id: 'a', name: 'n' }])
    assert.deepEqual(order, ['hash, 0 transactions'])
  })

  it('and a write that came between: the newest secret is kept', async () => {
    const { put, store, versions } = await createFixture({
      ...{ rules: ruleFor('Account', aboutExists), oneAtATime: asOnSeveralServers },
    })
    await put('Account', 'a', { secret: 'old' })
    store.beforeWrite = () => put('Account', 'a', { secret: 'new' })
    await put('Account', 'a', { name: 'n' })
    assert.match((await versions()).at(-1)?.text ?? '', /hash\(new\)/)
  })
})

describe('listeners', () => {
  it('that fail are logged with the request, and the write is answered as what it is', async () => {
    const lines: unknown[] = []
    const log = {
      ...silentLog,
      error: (message: string, fields?: object) => void lines.push({ message, ...fields }),
    }
    const problem = new Error('deaf')
    const heard: Written[] = []
    const listeners: WriteListener[] = [
      async () => {
        throw problem
      },
      async (written) => void heard.push(written),
    ]
    const { put, perform } = await createFixture({ log, listeners })
    assert.equal((await put('Note', 'a', {})).status, 201)
    assert.equal((await put('Note', 'a', { title: 'x' })).status, 200)
    assert.equal((await perform('FhirDelete', { type: 'Note', resourceId: 'a' })).status, 200)
    const line = { message: 'a plug-in failed to hear of a write', requestId: 'test', type: 'Note', id: 'a' }
    const outcomes = ['created', 'updated', 'deleted']
    assert.deepEqual(
      lines,
      outcomes.map((outcome) => ({ ...line, outcome, error: problem })),
    )
    assert.deepEqual(
      heard.map(({ outcome }) => outcome),
      outcomes,
    )
  })

  it('hear of a write with rules when it can be read by everybody', async () => {
    const seen: unknown[] = []
    const { put, store } = await createFixture({
      rules: ruleFor('Note', aboutExists),
      listeners: [async ({ id }) => void seen.push((await store.read('Note', id))?.status)],
    })
    await put('Note', 'a', {})
    assert.deepEqual(seen, ['created'])
  })

  it('hear of a unit of several writes after its commit, and of nothing that was undone', async () => {
    const { parts, store, written, versions } = await createFixture()
    const writeTwo = async (problem?: Error) =>
      inUnit(parts, 'test', async (inner) => {
        for (const id of ['a', 'b']) {
          await inUnit(inner, 'test', async (innermost) => {
            const text = JSON.stringify({ resourceType: 'Note', id })
            await innermost.store.write({ type: 'Note', id, text, expect: { kind: 'any' } })
            const done = { type: 'Note', id, outcome: 'created', resource: {}, secretsChanged: [] } as const
            for (const listener of innermost.listeners ?? []) await listener(done)
          })
        }
        assert.deepEqual(written, [])
        if (problem !== undefined) throw problem
        return 'done'
      })
    await assert.rejects(writeTwo(new Error('stop')), /stop/)
    assert.deepEqual([written, await versions()], [[], []])
    assert.equal(await writeTwo(), 'done')
    assert.deepEqual(
      written.map(({ id }) => id),
      ['a', 'b'],
    )
    assert.equal(store.calls.filter((call) => call === 'write').length, 4)
  })
})
