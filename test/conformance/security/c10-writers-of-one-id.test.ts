/** Unconditional writes of one resource at once all succeed, and each is a version (FHIR R4 http.html#update). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const writers = 50

describe('fifty writers of one id', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
  })
  after(() => app.close())

  const documents: [name: string, path: string, document: (number: number) => object][] = [
    ['a type without secrets', '/Patient/one', (number) => ({ name: [{ family: `n${number}` }] })],
    ['a type with secrets', '/User/one', (number) => ({ name: { familyName: `n${number}` } })],
    [
      'a type with rules',
      '/AccessPolicy/one',
      (number) => ({
        engine: 'matcho',
        matcho: { uri: `/n${number}` },
        link: [{ reference: 'User/admin' }],
      }),
    ],
  ]
  for (const [name, path, document] of documents) {
    it(`all succeed: ${name}`, async () => {
      const written = await Promise.all(
        Array.from({ length: writers }, (_, number) => app.root('PUT', path, document(number))),
      )
      const versions = new Set(written.map(({ meta }) => (meta as { versionId: string }).versionId))
      assert.equal(versions.size, writers)
      const history = (await app.root('GET', `${path}/_history?_count=100`)) as { entry: unknown[] }
      assert.equal(history.entry.length, writers)
    })
  }
})
