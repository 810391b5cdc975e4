/** The recipes of docs/policy-cookbook.md, each put and asked as it stands there. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { parseYaml } from '../../src/formats/yaml.ts'
import { bePatient } from '../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../support/test-app.ts'

await bePatient()

const project = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/policy-cookbook.md', project), 'utf8')
const [introduction = '', ...recipes] = page.split(/^## /m)

const blocksOf = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  )

const world = parseYaml(blocksOf(introduction, 'yaml')[0] ?? '') as { resourceType: string; id: string }[]

/** `PUT /Type/id`, an empty line, and the resource. */
function readPut(block: string): readonly [path: string, resource: unknown] {
  const [, path = '', yaml = ''] = /^PUT (\S+)\n\n([\s\S]*)$/.exec(block) ?? assert.fail(block)
  return [path, parseYaml(yaml)]
}

function readRequest(line: string) {
  const parts = /^(\S+) (\S+) (\S+)(?: (\{.*\}))? → (\d+)$/.exec(line) ?? assert.fail(line)
  const [, who = '', method = '', path = '', body, status] = parts
  return { who, method, path, body, status: Number(status) }
}

describe('the cookbook of policies', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp({ SCHEMA_DIR: new URL('schemas', project).pathname, SU_HEADER: 'on' })
  })
  after(() => app.close())

  function credentialsOf(who: string): Record<string, string> {
    if (who === 'nobody') return {}
    if (who === 'importer') return { authorization: basic(who, 'a-long-secret-of-a-program') }
    return { authorization: basic('root', rootSecret), su: `User/${who}` }
  }

  for (const recipe of recipes) {
    const [title = ''] = recipe.split('\n')
    it(title, async () => {
      for (const { resourceType, id, ...resource } of world)
        await app.root('PUT', `/${resourceType}/${id}`, resource)
      const puts = blocksOf(recipe, 'yaml').map(readPut)
      for (const [path, resource] of puts) await app.root('PUT', path, resource)
      const requests = blocksOf(recipe, 'text')
        .flatMap((block) => block.trim().split('\n'))
        .map(readRequest)
      assert.ok(puts.length > 0 && requests.length > 3, 'a recipe has policies, and requests that show them')
      for (const { who, method, path, body, status } of requests) {
        const headers = { ...credentialsOf(who), 'content-type': 'application/json' }
        const answer = await app.fetch(path, { method, headers, ...(body && { body }) })
        assert.equal(answer.status, status, `${who} ${method} ${path} ${body ?? ''}: ${await answer.text()}`)
      }
      assert.ok(requests.some(({ status }) => status < 300) && requests.some(({ status }) => status > 400))
      for (const [path] of puts) await app.root('DELETE', path)
    })
  }

  it('has the recipes that people ask for', () => {
    assert.ok(recipes.length >= 8)
  })
})
