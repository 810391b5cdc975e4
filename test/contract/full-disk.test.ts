import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { openStore } from '../../src/storage/open-store.ts'
import { testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { storedType } from './implementations.ts'

await bePatient()

/** A disk of its own that is soon full; only root may mount one. */
const folder = mkdtempSync(join(tmpdir(), 'firekeep-full-'))
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=56m', 'tmpfs', folder]).status === 0
const skip = isMounted ? false : 'no disk can be mounted here'

describe(`an embedded database on a full disk${skip ? ` (skipped: ${skip})` : ''}`, {
  skip: skip !== false,
}, () => {
  after(() => {
    if (isMounted) spawnSync('umount', [folder])
    rmSync(folder, { recursive: true, force: true })
  })

  it('fails in time, keeps what it had, and says at the start that there is no room', async () => {
    const database = { kind: 'pglite', dataDir: join(folder, 'data') } as const
    const options = testStoreOptions([storedType('Patient')])
    const opened = await openStore({ ...options, database })
    const write = (id: string, size: number) =>
      opened.store.write({
        ...{ type: 'Patient', id, expect: { kind: 'any' } },
        text: JSON.stringify({ id, filling: crypto.getRandomValues(new Uint32Array(size)).join() }),
      })
    await write('kept', 1)
    const unavailable = { category: 'transient', code: 'database-unavailable' }
    await assert.rejects(async () => {
      for (let number = 0; number < 3_000; number++) await write(`p${number}`, 6_000)
    }, unavailable)
    await assert.rejects(opened.store.read('Patient', 'kept'), unavailable)
    assert.equal(await opened.isHealthy(), false)
    await opened.close()

    const filling = join(folder, 'filling')
    try {
      writeFileSync(filling, new Uint8Array(56 * 2 ** 20))
    } catch {
      // As much as there is room for.
    }
    await assert.rejects(openStore({ ...options, database }), /disk .*has (no room|only \d+ MB) left/)
    rmSync(filling)
  })
})
