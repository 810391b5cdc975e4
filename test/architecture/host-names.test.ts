import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readProjectFiles } from './project-files.ts'

/** Put together from pieces, so that this file does not contain what it looks for. */
const registries = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'jsr', 'io'],
  ['npm', 'pkg', 'github', 'com'],
].map((parts) => parts.join('.'))

// A lock file or a settings file that was written behind a mirror names it.
const mirror = /(?:^|\n)\s*(?:registry\s*=|@[\w-]+:registry\s*=)|"resolved":\s*"https?:|_authToken/

describe('host names of package registries', () => {
  it('are in no file', async () => {
    const files = await readProjectFiles('.', /^(?!.*\.(?:gz|png|ico|woff2?)$)/)
    const wrong = files.filter(
      ({ path, text }) =>
        !path.startsWith('test/architecture/') &&
        (registries.some((name) => text.includes(name)) || mirror.test(text)),
    )
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    )
  })
})
