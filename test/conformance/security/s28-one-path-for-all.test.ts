/** A request is about one path of one host; who may not hears that first; browsers can read what is refused. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
const origin = 'https://app.example'

before(async () => {
  app = await openTestApp({ CORS_ORIGINS: origin })
  await app.root('PUT', '/Client/robot', { secret: 'a-secret-of-some-length', grant_types: ['basic'] })
})
after(() => app.close())

describe('a Host', () => {
  for (const host of ['localhost/health?', 'a#b', 'a@b', 'a\\b', 'a, b', 'a b']) {
    it(`${host} is refused`, async () => {
      assert.equal((await app.fetch('/metadata', { headers: { host } })).status, 400)
    })
  }
  for (const host of ['localhost', 'fire.example:8080', '[::1]:8080']) {
    it(`${host} is taken`, async () => {
      const response = await app.fetch('/metadata', { headers: { host } })
      await response.body?.cancel()
      assert.equal(response.status, 200)
    })
  }
})

describe('what is not built', () => {
  const root = { authorization: basic('root', rootSecret) }
  const robot = { authorization: basic('robot', 'a-secret-of-some-length') }
  for (const [method, path, status] of [
    ['PATCH', '/Patient/p1', 405],
    ['PATCH', '/Patient', 405],
    ['DELETE', '/fhir/Patient', 405],
    ['GET', '/Patient/_history', 501],
    ['GET', '/_history', 501],
    ['GET', '/fhir/_history', 501],
    ['POST', '/Patient/_search', 501],
    ['POST', '/', 501],
    ['POST', '/fhir', 501],
  ] as const) {
    it(`${method} ${path} is told to those who might do it`, async () => {
      const ask = async (headers: Record<string, string>) =>
        (await app.fetch(path, { method, headers })).status
      assert.deepEqual([await ask({}), await ask(robot), await ask(root)], [401, 403, status])
    })
  }
})

describe('a preflight', () => {
  const ask = (path: string, more: Record<string, string> = {}) =>
    app.fetch(path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET', ...more },
    })

  it('of a path that is not there is answered, so that its 404 can be read', async () => {
    const response = await ask('/Nope/1')
    assert.equal(response.status, 204)
    assert.equal(response.headers.get('access-control-allow-origin'), origin)
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET')
    const refused = await app.fetch('/Nope/1', { headers: { origin } })
    assert.deepEqual([refused.status, refused.headers.get('access-control-allow-origin')], [404, origin])
  })

  it('allows the headers that it asks for, if they are names', async () => {
    const allowed = async (path: string, asked: string) => {
      const response = await ask(path, { 'access-control-request-headers': asked })
      return response.headers.get('access-control-allow-headers') ?? ''
    }
    assert.equal(await allowed('/Patient/p1', 'traceparent,x-requested-with'), 'traceparent,x-requested-with')
    for (const asked of ['a b', '(', `x${'y'.repeat(2000)}`]) {
      assert.match(await allowed('/Patient/p1', asked), /^authorization, /)
    }
  })

  it('says nothing to other origins', async () => {
    const response = await ask('/Nope/1', { origin: 'https://other.example' })
    assert.equal(response.headers.get('access-control-allow-origin'), null)
  })
})
