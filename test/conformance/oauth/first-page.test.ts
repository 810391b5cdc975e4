/** `/` and errors in a browser are pages; programs get the documents that they always got. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { version } from '../../../src/kernel/version.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

/** As browsers send it. */
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

let app: TestApp
before(async () => {
  app = await openTestApp()
})
after(() => app.close())

const get = (path: string, accept: string, more: Record<string, string> = {}) =>
  app.fetch(path, { headers: { accept, ...more } })

function assertPage(response: Response, status: number): void {
  assert.equal(response.status, status)
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.match(
    response.headers.get('content-security-policy') ?? '',
    /^default-src 'none'; style-src 'sha256-/,
  )
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  assert.ok(response.headers.get('x-request-id'))
}

describe('the first page', () => {
  it('tells people what programs are told: name, version, database, state, links', async () => {
    const facts = await (await get('/', 'application/json')).json()
    assert.equal(facts.name, 'Firekeep')
    assert.equal(facts.version, version)
    assert.match(facts.database, /^(?:PostgreSQL|PGlite)$/)
    assert.equal(facts.state, 'pass')
    for (const name of [
      'metadata',
      'openapi.json',
      'health',
      'Operation',
      'sign-in',
      'account',
      'openid-configuration',
    ])
      assert.ok(facts.links[name]?.startsWith(`${baseUrl}/`), name)
    const page = await get('/', browser)
    assertPage(page, 200)
    const html = await page.text()
    for (const part of [facts.version, facts.database, 'Running', ...Object.values(facts.links)])
      assert.ok(html.includes(String(part)), String(part))
    assert.match(html, /<html lang="en">/)
  })

  it('is in the language of the person', async () => {
    const page = await get('/', browser, { 'accept-language': 'de-CH, fr;q=0.5' })
    assert.equal(page.headers.get('content-language'), 'de')
    assert.match(await page.text(), /<html lang="de">.*<h1>Willkommen<\/h1>/s)
  })

  for (const [accept, path, type] of [
    ['*/*', '/', 'application/json'],
    ['application/json', '/', 'application/json'],
    ['text/yaml', '/', 'text/yaml'],
    ['application/json, text/html;q=0.5', '/', 'application/json'],
    [browser, '/?_format=json', 'application/json'],
    [browser, '/?_format=yaml', 'text/yaml'],
    [browser, '/metadata', 'application/json'],
    [browser, '/health', 'application/json'],
  ] as const) {
    it(`${path} with Accept: ${accept} stays ${type}`, async () => {
      const response = await get(path, accept)
      assert.equal(response.status, 200)
      assert.ok(response.headers.get('content-type')?.startsWith(type))
    })
  }
})

describe('an error in a browser', () => {
  for (const [path, status, heading] of [
    ['/nope', 404, 'Page not found'],
    ['/fhir/nope/1', 404, 'Page not found'],
    ['/openapi.json', 401, 'This address is for applications'],
    ['/?name=x', 501, 'We can’t continue'],
    ['/%zz', 400, 'We can’t continue'],
  ] as const) {
    it(`${path} is a page with its status, a language, a heading and a way on`, async () => {
      const page = await get(path, browser)
      assertPage(page, status)
      const html = await page.text()
      assert.match(html, /<html lang="en">/)
      assert.ok(html.includes(`<h1>${heading}</h1>`), html.slice(-1500))
      assert.ok(html.includes(`href="${baseUrl}/"`))
      assert.ok(html.includes(page.headers.get('x-request-id') ?? '-'))
    })
  }

  it('keeps the headers of its answer', async () => {
    assert.match((await get('/openapi.json', browser)).headers.get('www-authenticate') ?? '', /Bearer/)
  })

  it('shows what was asked for as text', async () => {
    const html = await (await get(`/${encodeURIComponent('<script>evil()')}`, browser)).text()
    assert.doesNotMatch(html, /<script/)
  })

  for (const [accept, method] of [
    ['*/*', 'GET'],
    ['application/fhir+json', 'GET'],
    ['application/json, text/html', 'GET'],
    [browser, 'DELETE'],
  ] as const) {
    it(`stays an OperationOutcome for ${method} with Accept: ${accept}`, async () => {
      const response = await app.fetch('/nope', { method, headers: { accept } })
      assert.equal((await response.json()).resourceType, 'OperationOutcome')
    })
  }
})
