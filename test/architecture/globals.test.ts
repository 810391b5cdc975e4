import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readProjectFiles, withoutComments } from './project-files.ts'

/** `process.x`, `Bun.x`, … where it is not a property of something else or a word in a text. */
const runtimeGlobal =
  /(?<![\w$.'"`/-])(?:process|Bun|Deno|Buffer)\s*[.([]|typeof (?:process|Bun|Deno|Buffer)\b/

describe('globals of a runtime', () => {
  it('are used in src/runtime only', async () => {
    const files = await readProjectFiles('src')
    const wrong = files
      .filter(({ path }) => !path.startsWith('src/runtime/'))
      .flatMap(({ path, text }) =>
        withoutComments(text)
          .split('\n')
          .filter((line) => runtimeGlobal.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      )
    assert.deepEqual(wrong, [])
  })

  it('would be found', () => {
    for (const line of ['const x = process.env.X', 'Bun.serve({})', 'typeof Deno', 'Buffer.from(x)']) {
      assert.match(line, runtimeGlobal)
    }
    for (const line of ['request.process()', 'const processed = 1', "'Bun.serve'"]) {
      assert.doesNotMatch(line, runtimeGlobal)
    }
  })
})
