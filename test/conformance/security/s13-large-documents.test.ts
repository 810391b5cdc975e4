/** Large bodies and answers: read and written beside the thread that answers, joined as they are, and not without end. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parseJson } from '../../../src/formats/json-text.ts'
import { parseYaml, toYamlText } from '../../../src/formats/yaml.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

const authorization = basic('root', rootSecret)
const yaml = { authorization, 'content-type': 'text/yaml' }
const json = { authorization, 'content-type': 'application/json' }

/** About as many bytes; a `User` takes any `data`. */
const large = (bytes: number) => ({
  data: { rows: Array.from({ length: bytes / 20 }, (_, index) => ({ b: 1, text: `x${index}` })) },
})

before(async () => {
  app = await openTestApp()
})
after(() => app.close())

/** How often others had their turn while the work went on. */
async function countTurns<T>(work: Promise<T>): Promise<readonly [T, number]> {
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  const value = await work
  clearInterval(timer)
  return [value, turns]
}

async function read(path: string, headers: Record<string, string> = { authorization }) {
  const response = await app.fetch(path, { headers })
  return { response, text: await response.text() }
}

describe('a large body', () => {
  it('in YAML holds nobody up for as long as it takes', async () => {
    const body = toYamlText(large(300_000))
    const put = app.fetch('/User/y', { method: 'PUT', headers: yaml, body })
    const [response, turns] = await countTurns(put)
    assert.equal(response.status, 201, await response.text())
    // Parsed in this thread it would be a handful.
    assert.ok(turns > 20, String(turns))
    const stored = JSON.parse((await read('/User/y', { authorization, accept: 'application/json' })).text)
    assert.deepEqual(stored.data, large(300_000).data)
  })

  it('keeps its digits, and its mistakes have their places', async () => {
    const put = (body: string, headers = json) => app.fetch('/User/d', { method: 'PUT', headers, body })
    const rows = '1.00,'.repeat(80_000)
    assert.equal((await put(`{"data":{"rows":[${rows}2.50]}}`)).status, 201)
    assert.ok((await read('/User/d')).text.replaceAll(' ', '').includes('1.00,2.50]'))
    const broken = await put(`{"data":{"rows":[${rows}\n\n}}`)
    assert.equal(broken.status, 400)
    assert.match(await broken.text(), /line 3, column 1/)
    const wrong = await put(`a: [${'1, '.repeat(100_000)}`, yaml)
    assert.equal(wrong.status, 400)
    assert.match(await wrong.text(), /line/)
  })
})

describe('a large answer', () => {
  it('is the same in YAML and JSON, whole or compressed', async () => {
    for (const id of ['l1', 'l2', 'l3'])
      await app.root('PUT', `/User/${id}`, { data: { text: 'long '.repeat(140_000) } })
    const plain = await read('/User?_id=l1,l2,l3')
    const bundle = parseJson(plain.text, 128) as JsonObject
    assert.equal((bundle.entry as unknown[]).length, 3)
    const people = await read('/User?_id=l1,l2,l3', { authorization, accept: 'text/yaml' })
    assert.deepEqual(parseYaml(people.text), JSON.parse(plain.text))
    const packed = await app.fetch('/User?_id=l1,l2,l3', {
      headers: { authorization, 'accept-encoding': 'gzip' },
    })
    assert.equal(packed.headers.get('content-encoding'), 'gzip')
    assert.equal(gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString(), plain.text)
  })

  it('is refused to who does not read those before, and to nobody else', async () => {
    const get = (who: string) => app.fetch('/User?_id=l1,l2,l3', { headers: { authorization: who } })
    await app.root('PUT', '/Client/other', { secret: 'another-secret-of-length', grant_types: ['basic'] })
    await app.root('PUT', '/AccessPolicy/other', {
      engine: 'allow',
      link: [{ reference: 'Client/other' }],
    })
    const open: Response[] = []
    const statuses: number[] = []
    for (let count = 0; count < 20; count += 1) {
      const response = await get(authorization)
      statuses.push(response.status)
      open.push(response)
    }
    assert.ok(statuses.includes(200) && statuses.includes(429), statuses.join())
    const refused = open.find(({ status }) => status === 429)
    assert.equal(refused?.headers.get('retry-after'), '5')
    const other = await get(basic('other', 'another-secret-of-length'))
    assert.equal(other.status, 200)
    await other.body?.cancel()
    for (const { body } of open) await body?.cancel()
    const again = await get(authorization)
    assert.equal(again.status, 200)
    await again.body?.cancel()
  })
})

describe('an answer of more than 1 KiB', () => {
  it('is compressed where the client takes it', async () => {
    await app.root('PUT', '/User/s', { data: { text: 'long '.repeat(400) } })
    const asked = async (path: string, coding?: string) => {
      const headers = { authorization, ...(coding && { 'accept-encoding': coding }) }
      const response = await app.fetch(path, { headers })
      const bytes = (await response.arrayBuffer()).byteLength
      return { coding: response.headers.get('content-encoding'), bytes, headers: response.headers }
    }
    const plain = await asked('/User/s')
    assert.equal(plain.coding, null)
    assert.match(plain.headers.get('vary') ?? '', /Accept-Encoding/)
    for (const [sent, coding] of [
      ['gzip', 'gzip'],
      ['gzip, deflate, br', 'gzip'],
      ['br;q=0.5, gzip', 'gzip'],
      ['br;q=0, gzip;q=0', null],
      ['deflate', null],
      ['*', 'gzip'],
      ['gzip;q=0.5, br', 'br'],
    ] as const) {
      const got = await asked('/User/s', sent)
      assert.equal(got.coding, coding, sent)
      assert.equal(got.bytes < plain.bytes / 2, coding !== null, sent)
      assert.equal(got.headers.get('etag'), plain.headers.get('etag'))
    }
    assert.equal((await asked('/Client/none', 'gzip')).coding, null)
  })

  it('is never one with tokens or forms in it', async () => {
    const headers = { 'accept-encoding': 'gzip, br', accept: 'text/html' }
    const page = await app.fetch('/auth/login', { headers })
    assert.equal(page.headers.get('content-encoding'), null)
    await page.body?.cancel()
    const token = await app.fetch('/auth/token', {
      method: 'POST',
      headers: { ...headers, authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    })
    assert.equal(token.headers.get('content-encoding'), null)
    await token.body?.cancel()
  })
})
