import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '../../../src/kernel/log.ts'
import type { Sql } from '../../../src/storage/database.ts'
import { createListener } from '../../../src/storage/postgres/create-listener.ts'

describe('the listening connection', () => {
  it('is trusted again only when everybody knows that something may have been missed', async () => {
    const closes: (() => void)[] = []
    const gap = Promise.withResolvers<boolean>()
    const listener = await createListener({
      connect: ({ onclose }) => {
        closes.push(onclose as () => void)
        return { unsafe: async () => [], end: async () => {} } as unknown as Sql
      },
      channel: 'changes',
      handlers: { onMessage: () => {}, onGap: () => gap.resolve(listener.isConnected()) },
      log: silentLog,
    })
    assert.equal(listener.isConnected(), true)
    closes[0]?.()
    assert.equal(listener.isConnected(), false)
    assert.equal(await gap.promise, false)
    await Promise.resolve()
    assert.equal(listener.isConnected(), true)
    await listener.close()
  })

  it('is believed for a second after a question that was answered, and again when the next one is', async () => {
    let now = 0
    let answers = true
    const asked: string[] = []
    const listener = await createListener({
      connect: () => {
        const unsafe = (text: string) => {
          asked.push(text)
          return answers ? Promise.resolve([]) : new Promise(() => {})
        }
        return { unsafe, end: async () => {} } as unknown as Sql
      },
      ...{ channel: 'changes', handlers: { onMessage: () => {}, onGap: () => {} }, log: silentLog },
      now: () => now,
    })
    const nextQuestion = async () => {
      const count = asked.length
      while (asked.length === count) await new Promise((resolve) => setTimeout(resolve, 10))
      await new Promise((resolve) => setTimeout(resolve))
    }
    now = 999
    assert.equal(listener.isConnected(), true)
    now = 1_000
    assert.equal(listener.isConnected(), false)
    await nextQuestion()
    assert.equal(listener.isConnected(), true)
    answers = false
    await nextQuestion()
    now = 2_000
    assert.equal(listener.isConnected(), false)
    await listener.close()
  })
})
