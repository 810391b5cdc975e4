import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { projectFolder, readProjectFiles } from './project-files.ts'

const [page] = await readProjectFiles('docs', /^architecture\.md$/)

/** Files in backticks, below `src` unless their first folder is one of the project. */
function namedFiles(text: string): readonly string[] {
  const names = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|sql))`/g)].map(([, name = '']) => name)
  return [...new Set(names)]
}

describe('docs/architecture.md', () => {
  it('names files that are there', () => {
    const names = namedFiles(page?.text ?? '')
    assert.ok(names.length > 30)
    const missing = names.filter(
      (name) => !['src', '.'].some((folder) => existsSync(join(projectFolder, folder, name))),
    )
    assert.deepEqual(missing, [])
  })

  it('has every room of src in its table', () => {
    const rooms = [...(page?.text ?? '').matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name)
    for (const room of ['engine', 'oauth', 'policies', 'storage']) assert.ok(rooms.includes(room), room)
  })
})
