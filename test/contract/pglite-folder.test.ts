import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import { openStore } from '../../src/storage/open-store.ts'
import { testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { storedType } from './implementations.ts'

await bePatient()

const types = [storedType('Patient')]
/** Only Linux tells when a process started. */
const hasProc = existsSync('/proc/self/stat')

describe('an embedded database in a folder', () => {
  let parent: string
  let dataDir: string
  const open = (more: object = {}) =>
    openStore({ ...testStoreOptions(types), ...more, database: { kind: 'pglite', dataDir } })

  before(() => {
    parent = mkdtempSync(join(tmpdir(), 'firekeep-folder-'))
    dataDir = join(parent, 'new', 'data')
  })
  after(() => rmSync(parent, { recursive: true, force: true }))

  it('is made at the first start, keeps what it is given, and starts with more types later', async () => {
    const first = await open()
    const text = '{"resourceType":"Patient","id":"p"}'
    await first.store.write({ type: 'Patient', id: 'p', text, expect: { kind: 'any' } })
    await first.records.insert('key', 'k', {}, { expiresAt: null })
    await first.close()
    assert.equal(existsSync(join(dataDir, 'server.lock')), false)
    const second = await open({ types: [...types, storedType('Appointment')] })
    assert.notEqual(await second.store.read('Patient', 'p'), null)
    assert.notEqual(await second.records.find('key', 'k'), null)
    assert.equal(await second.store.read('Appointment', 'a'), null)
    assert.equal(await second.isHealthy(), true)
    await second.close()
    assert.equal(await second.isHealthy(), false)
  })

  it('refuses a second instance, naming the folder and the holder', async () => {
    const first = await open()
    await assert.rejects(open(), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'data-folder-in-use')
      assert.ok(error.message.includes(dataDir))
      assert.ok(error.message.includes(String(process.pid)))
      return true
    })
    assert.equal(await first.isHealthy(), true)
    await first.close()
    await (await open()).close()
  })

  const lock = () => join(dataDir, 'server.lock')
  const deadPid = () => spawnSync('true').pid
  const statOf = (pid: number) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  }

  it('refuses a folder that another living process holds', async () => {
    const stat = hasProc ? readFileSync(`/proc/${process.ppid}/stat`, 'utf8') : ''
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    writeFileSync(lock(), JSON.stringify({ pid: process.ppid, startedAt, instance: 'other' }))
    await assert.rejects(open(), { code: 'data-folder-in-use' })
    rmSync(lock())
  })

  const stale: [string, () => string][] = [
    ['of a dead process', () => JSON.stringify({ pid: deadPid(), startedAt: '1', instance: 'other' })],
    [
      'of an earlier process with our number',
      () => JSON.stringify({ pid: process.pid, startedAt: '1', instance: 'x' }),
    ],
    [
      'of an earlier process with a living number',
      () => JSON.stringify({ pid: process.ppid, startedAt: '1', instance: 'x' }),
    ],
    ['that cannot be read', () => '{'],
  ]
  it('takes over a lock of a process that has ended and that nobody took notice of', {
    skip: !hasProc,
  }, async () => {
    // The shell becomes a program that never asks what became of its child, which ends after that.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'])
    const [line] = await once(parent.stdout, 'data')
    const pid = Number(String(line))
    for (let look = 0; look < 1_000 && statOf(pid)[0] !== 'Z'; look++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    writeFileSync(lock(), JSON.stringify({ pid, startedAt: statOf(pid)[19], instance: 'other' }))
    const opened = await open()
    await opened.close()
    parent.kill('SIGKILL')
    await once(parent, 'close')
  })

  for (const [name, content] of stale) {
    it(`takes over a lock ${name}`, { skip: name.includes('living') && !hasProc }, async () => {
      writeFileSync(lock(), content())
      const opened = await open()
      assert.equal(JSON.parse(readFileSync(lock(), 'utf8')).pid, process.pid)
      await opened.close()
    })
  }
})

describe('an embedded database whose snapshot does not fit', () => {
  it('is made from nothing, and says so', { timeout: 60_000 }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'firekeep-nosnapshot-'))
    const warnings: string[] = []
    const base = testStoreOptions(types)
    const opened = await openStore({
      ...base,
      log: { ...base.log, warn: (message) => warnings.push(message) },
      runtime: { ...base.runtime, readSnapshot: async () => new Uint8Array([1, 2, 3]) },
      database: { kind: 'pglite', dataDir },
    })
    assert.equal(await opened.isHealthy(), true)
    assert.match(warnings.join(), /snapshot does not fit/)
    await opened.close()
    rmSync(dataDir, { recursive: true })
  })
})
