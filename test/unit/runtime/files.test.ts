import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { importModule, kindOfPath, listFiles, readOrCreatePrivateFile } from '../../../src/runtime/files.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firekeep-files-'))
})
after(() => rm(folder, { recursive: true }))

describe('readOrCreatePrivateFile', () => {
  it('makes the file once, readable by its owner only, whoever comes at the same time', async () => {
    const path = join(folder, 'new', 'secrets.key')
    const texts = await Promise.all(
      Array.from({ length: 8 }, () => readOrCreatePrivateFile(path, () => crypto.randomUUID())),
    )
    assert.equal(new Set(texts).size, 1)
    assert.equal(await readOrCreatePrivateFile(path, () => 'other'), texts[0])
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.deepEqual(await listFiles(join(folder, 'new')), [path])
  })
})

describe('kindOfPath', () => {
  it('tells files from folders from nothing', async () => {
    const file = join(folder, 'a.txt')
    await writeFile(file, 'a')
    assert.equal(await kindOfPath(file), 'file')
    assert.equal(await kindOfPath(folder), 'folder')
    assert.equal(await kindOfPath(join(folder, 'none')), null)
    assert.equal(await kindOfPath(join(file, 'below')), null)
  })
})

describe('importModule', () => {
  it('loads TypeScript from any folder', async () => {
    const file = join(folder, 'Thing one.ts')
    await writeFile(file, 'export default { type: "Thing" } as { type: string }')
    assert.deepEqual((await importModule(file)).default, { type: 'Thing' })
  })
})
