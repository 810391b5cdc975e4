import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { projectFolder, readProjectFiles } from './project-files.ts'

describe('test/unit', () => {
  const rooms = readdirSync(join(projectFolder, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

  for (const room of rooms) {
    it(`has tests of ${room}`, async () => {
      const tests = (await readProjectFiles('test/unit')).filter(({ path }) =>
        new RegExp(`^test/unit/${room}/.*\\.test\\.ts$`).test(path),
      )
      assert.ok(tests.length > 0)
    })
  }

  it('has no folder of a room that is gone', () => {
    const folders = readdirSync(join(projectFolder, 'test', 'unit'))
    assert.deepEqual(
      folders.filter((name) => !rooms.includes(name)),
      [],
    )
  })
})
