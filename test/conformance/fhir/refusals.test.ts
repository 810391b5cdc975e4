/** Requests that look right and must not be half obeyed: FHIR R4 http.html, RFC 9110 §13, FHIR datatypes. */
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

const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  await app.fetch(path, { method, headers: { authorization: basic('root', rootSecret), ...headers }, body })

describe('the root', () => {
  it('says where to go, and is no search of all types', async () => {
    const index = await app.root('GET', '/')
    const links = Object.values(index.links as Record<string, string>)
    assert.ok(links.length > 2)
    // A page for people sends them to sign in.
    for (const link of links) assert.ok([200, 302].includes((await send('GET', link)).status), link)
    await app.root('GET', '/?_type=Patient', undefined, 501)
  })
})

describe('ids', () => {
  for (const id of ['_history', '_search', '.', '..']) {
    it(`${id} cannot be one, because its path means something else`, async () => {
      await app.root('POST', '/Patient', { id }, 400)
      const bundle = await app.root('GET', '/Patient')
      assert.equal(bundle.entry, undefined)
    })
  }
})

describe('dates', () => {
  const refused = ['2020-02-30', '2019-02-29', '1900-02-29', '0000', '2020-13', '2020-04-31']
  for (const birthDate of refused) {
    it(`${birthDate} is not in the calendar`, async () => {
      await app.root('PUT', '/Patient/dated', { birthDate }, 422)
    })
  }
  it('are shown, not as a pattern, to who wrote them otherwise', async () => {
    const written = await app.root('PUT', '/Patient/dated', { birthDate: '25.12.1974' }, 422)
    assert.match(JSON.stringify(written), /right form, which is that of `1974-12-25`/)
    const sought = await app.root('GET', '/Patient?birthdate=25.12.1974', undefined, 400)
    assert.match(JSON.stringify(sought), /cannot be read; a date is written 2024, 2024-03-14/)
  })
  for (const birthDate of ['2020-02-29', '2000-02-29', '1974', '1974-12', '1974-12-31']) {
    it(`${birthDate} is`, async () => {
      await app.root('PUT', '/Patient/dated', { birthDate })
    })
  }
})

describe('preconditions', () => {
  it('a deletion honours If-None-Match', async () => {
    await app.root('PUT', '/Patient/kept', { gender: 'male' })
    assert.equal((await send('DELETE', '/Patient/kept', { 'if-none-match': '*' })).status, 412)
    await app.root('GET', '/Patient/kept')
  })

  it('If-Unmodified-Since is refused, not ignored', async () => {
    await app.root('PUT', '/Patient/kept', { gender: 'male' })
    const headers = {
      'if-unmodified-since': 'Mon, 01 Jan 2001 00:00:00 GMT',
      'content-type': 'application/json',
    }
    assert.equal((await send('PUT', '/Patient/kept', headers, '{"gender":"female"}')).status, 501)
    assert.equal((await send('DELETE', '/Patient/kept', headers)).status, 501)
    assert.equal((await app.root('GET', '/Patient/kept')).gender, 'male')
  })
})

describe('history', () => {
  for (const query of ['_at=2000', '_summary=count', '_sort=_lastUpdated']) {
    it(`${query} is refused, not ignored`, async () => {
      await app.root('PUT', '/Patient/h', { gender: 'male' })
      assert.equal((await send('GET', `/Patient/h/_history?${query}`)).status, 400)
    })
  }

  it('a version that is not there is told from a resource that is not', async () => {
    await app.root('PUT', '/Patient/h', { gender: 'male' })
    const outcome = await app.root('GET', '/Patient/h/_history/1', undefined, 404)
    assert.match(JSON.stringify(outcome), /no version 1 of Patient\/h/)
  })
})

describe('a text of megabytes', () => {
  it('is answered in YAML, in both directions, quickly enough not to hold up others', async () => {
    const family = 'x'.repeat(3_000_000)
    const headers = { 'content-type': 'application/json', accept: 'text/yaml' }
    const put = await send(
      'PUT',
      '/Client/long',
      headers,
      JSON.stringify({ details: { family, half: 'y\u2028"\\\n' } }),
    )
    assert.equal(put.status, 201)
    const yaml = await (await send('GET', '/Client/long', { accept: 'text/yaml' })).text()
    const back = await send(
      'PUT',
      '/Client/long2',
      { 'content-type': 'text/yaml' },
      yaml.replace('id: long', 'id: long2'),
    )
    assert.equal(back.status, 201)
    assert.deepEqual((await app.root('GET', '/Client/long2')).details, { family, half: 'y\u2028"\\\n' })
  })
})
