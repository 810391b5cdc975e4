/** Large bodies are tidied, checked and written as small ones are, without holding up the others. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { parseJson, toJsonText } from '../../../src/formats/json-text.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

const headers = { authorization: basic('root', rootSecret), 'content-type': 'application/json' }
/** About 7 MB of the names below; half a megabyte of them is large, too. */
const [very, just] = [30_000, 2_000]

before(async () => {
  app = await openTestApp({ SCHEMA_DIR: 'schemas' })
})
after(() => app.close())

function toName(index: number, wrong?: object): object {
  const period = { start: '2020-01-01', end: '2021-01-01' }
  const text = `Person number ${index} of the list, ${'who has a long name, '.repeat(4)}`
  return { use: 'official', text, family: `F${index}`, given: ['A', 'B'], prefix: ['Dr.'], period, ...wrong }
}

/** The first five have problems. */
const wrongs = [
  { use: 'nickel' },
  { family: 5 },
  { unknown: 1 },
  { period: { start: 'today' } },
  { given: 'A' },
]
const wrongNames = wrongs.map((wrong, index) => toName(index, wrong))
const names = (count: number) => Array.from({ length: count }, (_, index) => toName(index))

async function put(path: string, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await app.fetch(path, { method: 'PUT', headers, body: text })
  return { status: response.status, text: await response.text() }
}

async function get(path: string): Promise<JsonObject> {
  return parseJson(await (await app.fetch(path, { headers })).text()) as JsonObject
}

/** The longest time, in milliseconds, that a timer had to wait for its turn meanwhile. */
async function longestWait<T>(work: Promise<T>): Promise<readonly [T, number]> {
  let [last, longest] = [performance.now(), 0]
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 5)
  const value = await work.finally(() => clearInterval(timer))
  return [value, longest]
}

describe('a large document', () => {
  it('with problems hears of them what a small one hears', async () => {
    const small = await put('/Patient/small', { name: wrongNames })
    const large = await put('/Patient/large', { name: [...wrongNames, ...names(just)] })
    assert.equal(small.status, 422)
    assert.equal(large.status, 422)
    assert.equal((JSON.parse(small.text).issue as unknown[]).length >= wrongs.length, true)
    assert.deepEqual(JSON.parse(large.text).issue, JSON.parse(small.text).issue)
  })

  it('is tidied as a small one is', async () => {
    const loose = [{ ...toName(0), suffix: [], prefix: [null], period: null }, null, {}]
    const tidy = { ...toName(0), prefix: undefined, period: undefined }
    const managingOrganization = { resourceType: 'Organization', id: 'o' }
    const body = { name: [...loose, ...names(just)], gender: null, contact: [{}], managingOrganization }
    assert.equal((await put('/Patient/tidy', body)).status, 201)
    const { meta: _meta, ...stored } = await get('/Patient/tidy')
    const expected = JSON.parse(JSON.stringify([tidy, ...names(just)]))
    assert.deepEqual(stored, {
      ...{ resourceType: 'Patient', id: 'tidy', name: expected },
      managingOrganization: { reference: 'Organization/o' },
    })
  })

  it('of a type with secrets keeps them, and the digits of its numbers', async () => {
    const rows = `[${'{"n":1.00,"list":[2.50,3]},'.repeat(15_000)}4.0]`
    const body = (more: string) => `{"email":"large@mail.test",${more}"data":{"rows":${rows}}}`
    const said = await put('/User/large', body('"password":"a-long-enough-password",'))
    assert.equal(said.status, 201, said.text.slice(0, 400))
    assert.equal(said.text.includes('password'), false)
    assert.equal((await put('/User/large', body(''))).status, 200)
    const { data } = await get('/User/large')
    assert.equal(toJsonText((data as JsonObject).rows ?? null) === rows, true)
    const again = await put('/User/large', body('"password":"a-long-enough-password","wrong":1,'))
    assert.equal(again.status, 422)
    assert.match(again.text, /User\.wrong/)
  })

  it('of 7 MB holds nobody up for as long as it takes', async () => {
    const body = JSON.stringify({ name: [...wrongNames, ...names(very)] })
    await put('/Patient/very', body)
    const [{ status }, waitMs] = await longestWait(put('/Patient/very', body))
    assert.equal(status, 422)
    // On a quiet machine less than 50; in one piece it would be more than a second there.
    assert.ok(waitMs < 1_000, String(waitMs))
  })
})
