import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readProjectFiles } from './project-files.ts'

const maxLines = 300

describe('sizes', () => {
  for (const folder of ['src', 'test', 'schemas', 'bench']) {
    it(`no file of ${folder} is longer than ${maxLines} lines`, async () => {
      const files = await readProjectFiles(folder)
      const tooLong = files
        .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
        .filter(({ lines }) => lines > maxLines)
        .map(({ path, lines }) => `${path}: ${lines} lines`)
      assert.deepEqual(tooLong, [])
    })
  }

  it('src/main.ts has at most 60 lines', async () => {
    const main = (await readProjectFiles('src')).find(({ path }) => path === 'src/main.ts')
    assert.ok(main && main.text.trimEnd().split('\n').length <= 60)
  })
})
