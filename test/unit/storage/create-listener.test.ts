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
})
