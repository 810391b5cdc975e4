/** What is stored is what was sent, tidied or as it came (https://hl7.org/fhir/R4/http.html#update). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
})
after(() => app.close())

const headers = { authorization: basic('root', rootSecret), 'content-type': 'application/fhir+json' }
const start = '"resourceType":"Patient","id":"t"'
const weight = '{"url":"http://example.org/w","valueDecimal":1.00}'

const rows: readonly (readonly [name: string, sent: string, stored: string])[] = [
  ['nothing to tidy', `{${start},"active":true}`, `{${start},"active":true}`],
  [
    'white space around and within',
    `\n { ${start} ,\r\n\t"active" : true }\n \n`,
    `{${start},"active":true}`,
  ],
  ['another order of names', `{"active":true,"id":"t","resourceType":"Patient"}`, `{${start},"active":true}`],
  ['digits of decimals', `{${start},"extension":[${weight}]}`, `{${start},"extension":[${weight}]}`],
  ['escapes', `{${start},"gender":"\\u0066emale"}`, `{${start},"gender":"female"}`],
  ['braces in texts', `{${start},"language":"en","implicitRules":"http://e.org/}"}  `, ''],
  [
    'a null and an empty list',
    `{${start},"active":null,"name":[],"gender":"male"}`,
    `{${start},"gender":"male"}`,
  ],
  ['no id', '{"resourceType":"Patient","active":true}', `{${start},"active":true}`],
  ['no type', '{"id":"t","active":true}', `{${start},"active":true}`],
  ['meta of the server', `{${start},"meta":{"versionId":"999","lastUpdated":"2020-01-01"}}`, `{${start}}`],
]

describe('a document that is written', () => {
  for (const [name, sent, stored] of rows) {
    it(`with ${name} is read as what it says`, async () => {
      const written = await app.fetch('/Patient/t', { method: 'PUT', headers, body: sent })
      const answered = await written.text()
      assert.ok(written.ok, answered)
      const read = await (await app.fetch('/Patient/t', { headers })).text()
      assert.equal(read, answered)
      const { meta, ...said } = JSON.parse(read)
      assert.equal(`W/"${meta.versionId}"`, written.headers.get('etag'))
      assert.notEqual(meta.versionId, '999')
      assert.deepEqual(said, JSON.parse(stored === '' ? sent : stored))
      assert.equal(/1\.00\b/.test(read), sent.includes('1.00'))
    })
  }

  it('keeps the rest of its meta', async () => {
    const body = `{${start},"meta":{"tag":[{"code":"a"}],"versionId":"999"}}`
    const written = await app.fetch('/Patient/t', { method: 'PUT', headers, body })
    const { meta } = await written.json()
    assert.deepEqual([meta.tag, meta.versionId === '999'], [[{ code: 'a' }], false])
  })
})
