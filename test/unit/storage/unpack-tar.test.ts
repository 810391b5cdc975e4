import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { unpackTar } from '../../../src/runtime/tar.ts'

function entry(name: string, content: string, kind = '0'): Uint8Array {
  const bytes = new TextEncoder().encode(content)
  const block = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512)
  const put = (text: string, offset: number) => block.set(new TextEncoder().encode(text), offset)
  put(name, 0)
  put(bytes.length.toString(8).padStart(11, '0'), 124)
  put(kind, 156)
  block.set(bytes, 512)
  return block
}

function archive(...entries: Uint8Array[]): Uint8Array {
  return gzipSync(new Uint8Array([...entries, new Uint8Array(1024)].flatMap((one) => [...one])))
}

describe('unpacking an archive', () => {
  const parent = mkdtempSync(join(tmpdir(), 'firekeep-tar-'))

  it('makes files and folders that only the owner can read', () => {
    const folder = join(parent, 'good')
    unpackTar(
      archive(entry('/empty', '', '5'), entry('/sub/file', 'x'.repeat(700)), entry('none', '')),
      folder,
    )
    assert.equal(readFileSync(join(folder, 'sub/file'), 'utf8'), 'x'.repeat(700))
    assert.equal(statSync(join(folder, 'none')).size, 0)
    assert.equal(statSync(join(folder, 'empty')).mode & 0o777, 0o700)
    assert.equal(statSync(folder).mode & 0o077, 0)
  })

  it('refuses an entry that leaves the folder', () => {
    assert.throws(() => unpackTar(archive(entry('../evil', 'x')), join(parent, 'bad')), /leaves the folder/)
    assert.equal(existsSync(join(parent, 'evil')), false)
    rmSync(parent, { recursive: true })
  })
})
