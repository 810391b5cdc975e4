import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import type { Database } from '../../src/storage/database.ts'
import { openPglite } from '../../src/storage/pglite/open-pglite.ts'
import { bePatient } from '../support/patience.ts'

await bePatient()
const isBun = !('Deno' in globalThis)
const skip = !isBun

describe(`the memory of the embedded database${skip ? ' (skipped: counted on Bun only)' : ''}`, {
  skip,
}, () => {
  let database: Database
  before(async () => {
    database = await openPglite({ dataDir: 'memory://', runtime: storageRuntime, log: silentLog })
  })
  after(() => database.close())

  it('keeps nothing of the statements that were answered', async () => {
    const { heapStats } = await import('bun:jsc')
    const ask = async (times: number) => {
      for (let time = 0; time < times; time++)
        await database.sql.unsafe('select $1::int as n', [time], { prepare: true })
    }
    const countObjects = () => {
      Bun.gc(true)
      return heapStats().objectTypeCounts.Object ?? 0
    }
    await ask(300)
    const before = countObjects()
    await ask(1_000)
    const kept = countObjects() - before
    assert.ok(kept < 500, `${kept} objects of 1000 statements`)
  })
})
