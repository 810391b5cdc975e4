/** Who may not is told so before anything else (401, 403), whatever the auth plug-in is. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { tokenPlugin } from '../../support/token-plugin.ts'
import { type HttpServer, openHttpServer } from './http-server.ts'

const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('access over HTTP', () => {
  let server: HttpServer
  before(async () => {
    server = await openHttpServer(tokenPlugin({ all: 'all', reader: 'read', nobody: 'none' }), {})
    await server.send('PUT', '/Note/n1', { body: '{"title":"x"}', headers: { ...json, ...bearer('all') } })
  })
  after(() => server.close())

  const requests: readonly (readonly [method: string, path: string, body?: string])[] = [
    ['GET', '/Note'],
    ['GET', '/Note/n1'],
    ['GET', '/N%6fte/n1'],
    ['HEAD', '/Note/n1'],
    ['GET', '/Note/missing'],
    ['GET', '/Note/n1/_history'],
    ['GET', '/Note/n1/_history/1'],
    ['GET', '/fhir/Note/n1'],
    ['POST', '/Note', '{"title":"y"}'],
    ['POST', '/Note', '{"nope":'],
    ['PUT', '/Note/n1', '{"nope":1}'],
    ['DELETE', '/Note/n1'],
    ['DELETE', '/Note/missing'],
    ['GET', '/Operation'],
    ['GET', '/openapi.json'],
  ]
  for (const [method, path, body] of requests) {
    const title = `${method} ${path} ${body ?? ''}`
    it(`anonymous 401, unknown token 401, without rights 403: ${title}`, async () => {
      const send = (headers: Record<string, string>) =>
        server.send(method, path, { body, headers: { ...(body && json), ...headers } })
      const anonymous = await send({})
      assert.equal(anonymous.status, 401)
      assert.equal(anonymous.headers.get('www-authenticate'), 'Bearer realm="test"')
      assert.equal((await send(bearer('unknown'))).status, 401)
      const refused = await send(bearer('nobody'))
      assert.equal(refused.status, 403)
      if (method !== 'HEAD') assert.match(await refused.text(), /"forbidden"/)
    })
  }

  it('who may read may not write', async () => {
    const headers = { ...json, ...bearer('reader') }
    assert.equal((await server.send('GET', '/Note/n1', { headers })).status, 200)
    assert.equal((await server.send('PUT', '/Note/n1', { body: '{}', headers })).status, 403)
    assert.equal((await server.send('DELETE', '/Note/n1', { headers })).status, 403)
    const note = (await (await server.send('GET', '/Note/n1', { headers })).json()) as { title: string }
    assert.equal(note.title, 'x')
  })

  for (const path of ['/health', '/metadata', '/fhir/metadata']) {
    it(`open to all: ${path}`, async () => assert.equal((await server.send('GET', path)).status, 200))
  }
})
