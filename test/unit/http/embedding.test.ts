import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { embed } from '../../../examples/embedding/server.ts'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

const authorization = basic('root', rootSecret)

describe('an Elysia server that uses and mounts Firekeep', () => {
  let app: TestApp
  let send: (method: string, path: string, init?: RequestInit) => Promise<Response>

  before(async () => {
    app = await openTestApp()
    const server = embed(app.app)
    send = async (method, path, init = {}) =>
      await server.handle(
        new Request(`http://localhost${path}`, { headers: { authorization }, ...init, method }),
      )
  })
  after(() => app.close())

  it('keeps its own routes and its own answer to unknown paths', async () => {
    assert.equal(await (await send('GET', '/hello/ann')).text(), 'Hello ann')
    const unknown = await send('GET', '/nowhere')
    assert.equal(unknown.status, 404)
    assert.doesNotMatch(await unknown.text(), /OperationOutcome/)
    assert.match(await (await send('GET', '/fire/nowhere')).text(), /OperationOutcome/)
  })

  for (const prefix of ['', '/fire']) {
    it(`writes, reads, searches and refuses at ${prefix || '/'}`, async () => {
      const headers = { authorization, 'content-type': 'application/json' }
      const body = '{"gender":"female"}'
      assert.equal((await send('PUT', `${prefix}/Patient/p1`, { headers, body })).status < 300, true)
      const read = await send('GET', `${prefix}/Patient/p1`)
      assert.match(await read.text(), /"female"/)
      assert.match(read.headers.get('etag') ?? '', /^W\//)
      assert.match(await (await send('GET', `${prefix}/fhir/Patient?_id=p1`)).text(), /"searchset"/)
      assert.equal((await send('GET', `${prefix}/Patient/p1`, { headers: {} })).status, 401)
      assert.equal((await send('GET', `${prefix}/metadata`, { headers: {} })).status, 200)
      const wrong = await send('PATCH', `${prefix}/Patient/p1`)
      assert.match(await wrong.text(), /takes GET, HEAD, PUT, DELETE, OPTIONS/)
      assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'GET, HEAD, PUT, DELETE, OPTIONS'])
      assert.equal((await send('OPTIONS', `${prefix}/Patient`)).status, 204)
    })

    it(`takes a token with credentials of a form at ${prefix || '/'}`, async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = `grant_type=client_credentials&client_id=root&client_secret=${rootSecret}`
      const answer = await send('POST', `${prefix}/auth/token`, { headers, body })
      assert.equal(answer.status, 200, await answer.clone().text())
      const { access_token } = (await answer.json()) as { access_token: string }
      const bearer = { headers: { authorization: `Bearer ${access_token}` } }
      assert.equal((await send('GET', `${prefix}/Client`, bearer)).status, 200)
    })

    it(`sees one spelling of a path at ${prefix || '/'}`, async () => {
      assert.equal((await send('GET', `${prefix}/Patient/%701`)).status, 200)
      assert.equal((await send('GET', `${prefix}/Patient/a%2fb`)).status, 400)
      assert.equal((await send('GET', `${prefix}/Patient/$everything`)).status, 501)
    })
  }

  it('answers HEAD as it answers GET, without the body', async () => {
    const head = await send('HEAD', '/Patient/p1')
    assert.deepEqual([head.status, await head.text()], [200, ''])
    assert.ok(Number(head.headers.get('content-length')) > 10)
  })
})
