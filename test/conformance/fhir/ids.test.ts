/** One grammar of ids: what one place takes, every place takes, and the OpenAPI document says it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readInitFiles } from '../../../src/engine/init/init-files.ts'
import { parseReference } from '../../../src/schema/reference.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const good = [
  'a',
  'A-1',
  'a_b',
  '1.2.3',
  '-',
  '_',
  '.a',
  'history',
  '__proto__',
  'constructor',
  'x'.repeat(64),
]
const bad = [
  '',
  '.',
  '..',
  '...',
  'a b',
  'a/b',
  'ä',
  'a~',
  'a:b',
  'a%',
  '_history',
  '_search',
  'x'.repeat(65),
]

describe('an id', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
  })
  after(() => app.close())

  const readInit = (id: string) =>
    readInitFiles(
      'init.json',
      {
        kindOfPath: async () => 'file',
        listFiles: async () => [],
        readTextFile: async () => JSON.stringify({ resourceType: 'User', id }),
      },
      () => undefined,
    )

  for (const id of good) {
    it(`${id.slice(0, 20)} is one: in paths, bodies, searches, references, INIT_BUNDLE`, async () => {
      await app.root(
        'PUT',
        `/Patient/${id}`,
        { id, link: [{ type: 'seealso', other: { resourceType: 'Patient', id } }] },
        201,
      )
      const read = (await app.root('GET', `/Patient/${id}`, undefined, 200)) as { link: { other: object }[] }
      assert.deepEqual(read.link[0]?.other, { reference: `Patient/${id}` })
      assert.equal((await app.root('GET', `/Patient?_id=${id}`)).total, 1)
      assert.deepEqual(parseReference(`Patient/${id}`), { resourceType: 'Patient', id })
      assert.deepEqual((await readInit(id)).problems, [])
      await app.root('DELETE', `/Patient/${id}`, undefined, 200)
      await app.root('POST', '/Patient', { id }, 201)
    })
  }

  for (const id of bad) {
    it(`${JSON.stringify(id).slice(0, 20)} is none: in bodies, references, INIT_BUNDLE, and paths that can say it`, async () => {
      if (id !== '') await app.root('POST', '/Patient', { id }, 400)
      assert.equal(parseReference(`Patient/${id}`), null)
      assert.equal((await readInit(id)).problems.length, 1)
      // Dots and slashes are taken out of paths before anybody sees them.
      if (/^\.*$/.test(id) || id.includes('/') || id.startsWith('_')) return
      await app.root('PUT', `/Patient/${encodeURIComponent(id)}`, {}, 400)
      await app.root('GET', `/Patient/${encodeURIComponent(id)}`, undefined, 400)
    })
  }

  it('is described', async () => {
    const { components } = (await app.root('GET', '/openapi.json')) as {
      components: {
        parameters: { id: { schema: { pattern: string } } }
        schemas: { Patient: { properties: { id: { pattern: string } } } }
      }
    }
    const { pattern } = components.parameters.id.schema
    assert.equal(components.schemas.Patient.properties.id.pattern, pattern)
    for (const id of good) assert.match(id, new RegExp(pattern))
    for (const id of bad) assert.doesNotMatch(id, new RegExp(pattern))
  })
})
