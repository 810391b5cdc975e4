/** Pages that are opened at another name of the server lead to the public one, where their cookies and forms work. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { authorizeUrl, putClient } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp({ TRUSTED_PROXIES: '203.0.113.7' })
  await putClient(app, 'webapp')
})
after(() => app.close())

/** As a browser that knows the server by another name; not through the proxy unless `forwarded` says so. */
async function openAt(host: string, path: string, forwarded: Record<string, string> = {}) {
  const peer = Object.keys(forwarded).length > 0 ? '203.0.113.7' : '198.51.100.9'
  const headers = { host, ...forwarded }
  return await app.app.fetch(new Request(`http://${host}${path}`, { headers, redirect: 'manual' }), peer)
}

describe('a page at another name of the server', () => {
  for (const path of [
    '/auth/login',
    '/auth/account',
    '/auth/logout',
    authorizeUrl('webapp', { state: 'a b&c' }),
  ]) {
    it(`${path} leads to the public one, with its query`, async () => {
      const response = await openAt('127.0.0.1:8080', path)
      assert.equal(response.status, 302)
      assert.equal(response.headers.getSetCookie().length, 0)
      const url = new URL(response.headers.get('location') ?? '')
      const asked = new URL(path, baseUrl)
      assert.equal(url.origin + url.pathname, asked.origin + asked.pathname)
      for (const [name, value] of asked.searchParams) assert.equal(url.searchParams.get(name), value)
    })
  }

  it('is not sent round in circles by a proxy that hides the name', async () => {
    const first = await openAt('10.0.0.5:3000', '/auth/login')
    const { pathname, search } = new URL(first.headers.get('location') ?? '')
    assert.equal((await openAt('10.0.0.5:3000', pathname + search)).status, 200)
  })

  it('is recognised behind a trusted proxy by the name that the proxy tells, and by no other', async () => {
    const https = { 'x-forwarded-for': '192.0.2.1' }
    assert.equal((await openAt('upstream:3000', '/auth/login', https)).status, 200)
    const right = { ...https, 'x-forwarded-host': 'server.test' }
    assert.equal((await openAt('upstream:3000', '/auth/login', right)).status, 200)
    const wrong = { ...https, 'x-forwarded-host': 'old.test' }
    assert.equal((await openAt('upstream:3000', '/auth/login', wrong)).status, 302)
  })

  it('leads nowhere else, whatever the name is', async () => {
    for (const host of ['evil.example', 'server.test.evil.example', 'server.test:81']) {
      const location = (await openAt(host, '/auth/login')).headers.get('location') ?? ''
      assert.ok(location.startsWith(`${baseUrl}/auth/login?`), location)
    }
  })

  it('is shown where it is right', async () => {
    for (const host of ['server.test', 'server.test:80', 'SERVER.TEST'])
      assert.equal((await openAt(host, '/auth/login')).status, 200, host)
  })
})
