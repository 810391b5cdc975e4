import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { before, describe, it } from 'node:test'
import { findImports, findWrongImports } from './import-rules.ts'
import { type ProjectFile, readProjectFiles } from './project-files.ts'

let files: readonly ProjectFile[] = []
before(async () => {
  files = await readProjectFiles('src')
})

describe('imports of src', () => {
  it('point the way that docs/architecture.md says', () => {
    assert.ok(files.length > 50)
    assert.deepEqual(files.flatMap(findWrongImports), [])
  })

  it('name the file with its ending', () => {
    const bare = files.flatMap(({ path, text }) =>
      findImports(text)
        .filter(({ specifier }) => specifier.startsWith('.') && !/\.(ts|json)$/.test(specifier))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    )
    assert.deepEqual(bare, [])
  })

  it('make no circle', () => {
    assert.deepEqual(findCircle(toGraph(files)), [])
  })
})

describe('the check of imports itself', () => {
  const wrong: [path: string, text: string][] = [
    ['src/engine/interactions/read.ts', "import { oauth } from '../../oauth/oauth.ts'"],
    ['src/engine/interactions/read.ts', "import type { Oauth } from '../../oauth/oauth.ts'"],
    ['src/engine/a.ts', "export { x } from '../storage/x.ts'"],
    ['src/engine/a.ts', "const x = await import('../http/x.ts')"],
    ['src/engine/a.ts', "import '../config.ts'"],
    ['src/engine/a.ts', "import {\n  one,\n  two,\n} from '../oauth/x.ts'"],
    ['src/engine/a.ts', "import { readFile } from 'node:fs'"],
    ['src/kernel/a.ts', "import { Type } from '@sinclair/typebox'"],
    ['src/storage/a.ts', "import { search } from '../engine/search/search.ts'"],
    ['src/oauth/a.ts', "import { systemDigest } from '../runtime/digest.ts'"],
    ['src/oauth/a.ts', "import { store } from '../storage/open-store.ts'"],
    ['src/http/a.ts', "import { Client } from '../oauth/resources/Client.ts'"],
    ['src/oauth/a.ts', "import { policies } from '../policies/policies.ts'"],
    ['src/policies/a.ts', "import type { Client } from '../oauth/resources/Client.ts'"],
    ['src/oauth/a.ts', "import { read } from '../engine/interactions/read.ts'"],
    ['src/nowhere/a.ts', ''],
  ]
  for (const [path, text] of wrong) {
    it(`finds ${text.replaceAll('\n', ' ') || 'a part without a rule'} in ${path}`, () => {
      assert.equal(findWrongImports({ path, text }).length, 1)
    })
  }

  const right: [path: string, text: string][] = [
    ['src/engine/interactions/read.ts', "import { AppError } from '../../kernel/errors.ts'"],
    ['src/storage/a.ts', "import type { Store } from '../engine/ports/store.ts'"],
    [
      'src/http/a.ts',
      "// import { Client } from '../oauth/resources/Client.ts'\nimport { Elysia } from 'elysia'",
    ],
    ['src/runtime/a.ts', "import { link } from 'node:fs/promises'"],
    ['src/app.ts', "import { oauth } from './oauth/oauth.ts'"],
  ]
  for (const [path, text] of right) {
    it(`takes ${text.replaceAll('\n', ' ')} in ${path}`, () => {
      assert.deepEqual(findWrongImports({ path, text }), [])
    })
  }

  it('finds a circle', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['a']],
    ])
    assert.deepEqual(findCircle(graph), ['a', 'b', 'd', 'a'])
  })
})

/** Types are erased: only what is imported to run can make a circle. */
function toGraph(all: readonly ProjectFile[]): Map<string, readonly string[]> {
  return new Map(
    all.map(({ path, text }) => [
      path,
      findImports(text)
        .filter(({ specifier, isTypeOnly }) => specifier.startsWith('.') && !isTypeOnly)
        .map(({ specifier }) => posix.join(posix.dirname(path), specifier)),
    ]),
  )
}

function findCircle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>()
  const visit = (node: string, way: readonly string[]): readonly string[] => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node]
    if (done.has(node)) return []
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...way, node])
      if (circle.length > 0) return circle
    }
    done.add(node)
    return []
  }
  for (const node of graph.keys()) {
    const circle = visit(node, [])
    if (circle.length > 0) return circle
  }
  return []
}
