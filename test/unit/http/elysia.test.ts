import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Elysia } from 'elysia'
import { AppError } from '../../../src/kernel/errors.ts'
import type { Route } from '../../../src/plugin.ts'
import { plugin, startSurface } from './fake-engine.ts'

describe('names in the paths of plug-ins', () => {
  const echo: Route = {
    path: '/box/:box/item/:item',
    methods: {
      GET: ({ params, path }) => Response.json({ ...params, path }),
      POST: async (request) => new Response(await request.text()),
    },
  }
  const exact: Route = { path: '/Patient/mine', methods: { GET: () => new Response('mine') } }
  const { engine, send } = startSurface({ plugins: [plugin({ routes: [echo, exact] })] })

  it('are told decoded, and of one path however it is spelled', async () => {
    for (const path of ['/box/a/item/b', '/b%6fx/a/item/%62/']) {
      const answer = await (await send('GET', path)).json()
      assert.deepEqual(answer, { box: 'a', item: 'b', path: '/box/a/item/b' })
    }
    const german = await (await send('GET', '/box/%C3%BC/item/a%20b')).json()
    assert.deepEqual(german, { box: 'ü', item: 'a b', path: '/box/ü/item/a b' })
  })

  it('never hold a slash or nothing', async () => {
    for (const path of ['/box/a%2fb/item/c', '/box//item/c']) {
      assert.equal((await send('GET', path)).status, 400)
    }
  })

  it('have HEAD, OPTIONS and 405', async () => {
    assert.equal((await send('HEAD', '/box/a/item/b')).status, 200)
    assert.equal((await send('OPTIONS', '/box/a/item/b')).headers.get('allow'), 'GET, HEAD, POST, OPTIONS')
    assert.equal((await send('DELETE', '/box/a/item/b')).status, 405)
  })

  it('leave an exact path the methods that it does not claim', async () => {
    assert.equal(await (await send('GET', '/Patient/mine')).text(), 'mine')
    assert.equal((await send('DELETE', '/Patient/mine')).status, 200)
    assert.deepEqual(
      engine.calls.map(({ operation }) => [operation.id, operation.resourceId]),
      [['FhirDelete', 'mine']],
    )
  })
})

describe('a path that is spelled in another way', () => {
  it('takes method, headers, body and address along', async () => {
    const { engine, log, send } = startSurface({ trustedProxies: ['10.0.0.1'] })
    const headers = {
      ...{ 'content-type': 'application/json', 'x-request-id': 'one' },
      'x-forwarded-for': '203.0.113.9',
    }
    const init = { body: '{"a":1}', headers }
    const response = await send('PUT', '/fhir/P%61tient/p1?b=%63', init, '10.0.0.1')
    assert.equal(response.status, 200)
    const { operation } = engine.calls[0] ?? {}
    assert.deepEqual(operation?.body, { a: 1 })
    assert.deepEqual(operation?.query, [['b', 'c']])
    assert.deepEqual([operation?.request.path, operation?.request.method], ['/fhir/Patient/p1', 'PUT'])
    assert.equal(operation?.request.remoteAddress, '203.0.113.9')
    assert.deepEqual(
      log.lines.map(({ fields }) => [fields.path, fields.requestId]),
      [['/fhir/Patient/p1', 'one']],
    )
  })

  it('is sent through the routes once, whatever is in it', async () => {
    const { log, send } = startSurface()
    const printable = Array.from({ length: 0x5e }, (_, index) => String.fromCharCode(0x21 + index))
    for (const char of [...printable, ' ', 'ü', '😀', '\u2028']) {
      if ('/\\#?%'.includes(char)) continue
      log.lines.length = 0
      await send('GET', `/Patient/x${char}y`)
      await send('GET', `/Patient/x${encodeURIComponent(char)}y`)
      assert.equal(log.lines.length, 2, char)
    }
  })
})

describe('HEAD', () => {
  it('has no length where GET has no body', async () => {
    const { engine, send } = startSurface()
    engine.answer = { status: 304, kind: 'empty' }
    const head = await send('HEAD', '/Patient/p1')
    assert.deepEqual([head.status, head.headers.get('content-length')], [304, null])
  })

  it('has no body where there is no path and no GET', async () => {
    const routes: Route[] = [{ path: '/post', methods: { POST: () => new Response('x') } }]
    const { send } = startSurface({ plugins: [plugin({ routes })] })
    for (const [path, status] of [
      ['/nowhere', 404],
      ['/post', 405],
    ] as const) {
      const head = await send('HEAD', path)
      assert.deepEqual([head.status, await head.text()], [status, ''])
    }
  })
})

describe('the peer', () => {
  it('is whom the server that listens names', async () => {
    const server = { requestIP: () => ({ address: '198.51.100.4' }) }
    const { engine, http } = startSurface({ server })
    await http.fetch(new Request('http://localhost/Patient/p1'))
    await http.elysia.handle(new Request('http://localhost/P%61tient/p1'))
    assert.deepEqual(
      engine.calls.map(({ operation }) => operation.request.remoteAddress),
      ['198.51.100.4', '198.51.100.4'],
    )
  })

  it('is whom that server names, in the app of somebody who uses it without listening by Elysia', async () => {
    const server = { requestIP: () => ({ address: '198.51.100.4' }) }
    const { engine, http } = startSurface({ server })
    const host = new Elysia().use(http.elysia)
    for (const path of ['/Patient/p1', '/Patient/%701'])
      await host.fetch(new Request(`http://localhost${path}`))
    assert.deepEqual(
      engine.calls.map(({ operation }) => operation.request.remoteAddress),
      ['198.51.100.4', '198.51.100.4'],
    )
  })

  it('is nobody where no server says', async () => {
    const { engine, http } = startSurface()
    await http.fetch(new Request('http://localhost/Patient/p1'))
    assert.equal(engine.calls[0]?.operation.request.remoteAddress, '')
  })
})

describe('challenges', () => {
  it('of the host are told when a 401 has none of its own', async () => {
    const { engine, send } = startSurface({
      callers: { authenticate: () => null, challenges: ['ApiKey', 'Bearer realm="x"'] },
    })
    engine.answer = new AppError('unauthenticated', 'login', 'Who?')
    const told = (await send('GET', '/Patient/p1')).headers.get('www-authenticate')
    assert.equal(told, 'ApiKey, Bearer realm="x"')
    engine.answer = new AppError('forbidden', 'forbidden', 'No')
    assert.equal((await send('GET', '/Patient/p1')).headers.get('www-authenticate'), null)
  })
})
