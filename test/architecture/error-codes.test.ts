import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import { errorStatus } from '../../src/http/error-status.ts'
import { type ProjectFile, readProjectFiles, withoutComments } from './project-files.ts'

const thrown = /new AppError\(\s*('[^']*'|[^,]+),\s*('[^']*'|[^,)]+)/g
const literal = /^'[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*'$/

let files: readonly ProjectFile[] = []
before(async () => {
  files = (await readProjectFiles('src')).map(({ path, text }) => ({ path, text: withoutComments(text) }))
})

function codesOf({ text }: ProjectFile): readonly (readonly [category: string, code: string])[] {
  return [...text.matchAll(thrown)].map((match) => [match[1] ?? '', match[2]?.trim() ?? ''])
}

describe('codes of errors', () => {
  it('are words in kebab case, or the names of an RFC', () => {
    const wrong = files.flatMap((file) =>
      codesOf(file)
        .filter(([, code]) => code.startsWith("'") && !literal.test(code))
        .map(([, code]) => `${file.path}: ${code}`),
    )
    assert.deepEqual(wrong, [])
  })

  it('belong to one category each, so that a code always has the same status', () => {
    const categories = new Map<string, Set<string>>()
    for (const file of files.filter(({ path }) => !/^src\/(oauth|policies)\//.test(path))) {
      for (const [category, code] of codesOf(file)) {
        if (!code.startsWith("'") || !category.startsWith("'")) continue
        categories.set(code, (categories.get(code) ?? new Set()).add(category))
      }
    }
    assert.ok(categories.size > 10)
    const several = [...categories]
      .filter(([, set]) => set.size > 1)
      .map(([code, set]) => `${code}: ${[...set].join()}`)
    assert.deepEqual(several, [])
  })

  it('of the OAuth endpoints are in docs/errors.md', async () => {
    const page = await readFile('docs/errors.md', 'utf8')
    const codes = files.flatMap(({ text }) =>
      [...text.matchAll(/oauthError\(\s*'([^']+)'/g)].map(([, code = '']) => code),
    )
    assert.ok(codes.length > 10)
    assert.deepEqual(
      codes.filter((code) => !page.includes(`\`${code}\``)),
      [],
    )
  })

  it('are in docs/errors.md, with their status', async () => {
    const page = await readFile('docs/errors.md', 'utf8')
    const missing = files.flatMap(({ path, text }) =>
      codesOf({ path, text })
        .filter(([category, code]) => category !== "'exception'" && literal.test(code))
        .filter(([, code]) => !page.includes(`\`${code.slice(1, -1)}\``))
        .map(([category, code]) => `${path}: add a row for ${code} (${category}) to docs/errors.md`),
    )
    assert.deepEqual(missing, [])
    for (const [, code, status] of page.matchAll(/^\| `([a-z-]+)` \| (\d+) \|/gm)) {
      const categories = files.flatMap((file) => codesOf(file)).filter(([, one]) => one === `'${code}'`)
      for (const [category] of categories) {
        const known = Object.entries(errorStatus).find(([name]) => category === `'${name}'`)
        if (known) assert.equal(String(known[1].status), status, code ?? '')
      }
    }
  })
})
