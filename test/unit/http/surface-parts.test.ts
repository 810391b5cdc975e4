import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import type { Route } from '../../../src/plugin.ts'
import { type LogLine, plugin, startSurface } from './fake-engine.ts'

describe('routes of plug-ins', () => {
  const route: Route = {
    path: '/auth/token',
    methods: {
      GET: (request) =>
        Response.json({ url: request.url.href, path: request.path, ip: request.remoteAddress }),
      POST: async (request) => new Response(await request.text(10)),
    },
  }
  const closing: Route = { path: '/Session', methods: { DELETE: () => new Response('closed') } }
  const plugins = [plugin({ routes: [route, closing] })]

  it('gives the request, with the public URL', async () => {
    const { send } = startSurface({ plugins })
    const response = await send('GET', '/auth/t%6fken?code=1', { headers: { host: 'evil.example' } })
    assert.deepEqual(await response.json(), {
      url: 'https://fhir.example.org/auth/token?code=1',
      path: '/auth/token',
      ip: '192.0.2.7',
    })
    assert.match(response.headers.get('x-request-id') ?? '', /./)
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  })

  it('gives the public URL with the path of the base URL', async () => {
    const handler: Route['methods'] = { GET: ({ url }) => new Response(url.href) }
    const routes: Route[] = [{ path: '/doors/:door', methods: handler }]
    const { send } = startSurface({ plugins: [plugin({ routes })], baseUrl: 'https://example.org/fire' })
    const told = await (await send('GET', '/doors/caf%C3%A9?a=1')).text()
    assert.equal(told, 'https://example.org/fire/doors/caf%C3%A9?a=1')
  })

  it('gives a query that is that of the request alone', async () => {
    const named: Route = {
      path: '/echo/:name',
      methods: { GET: ({ params, url }) => Response.json([params.name, url.search]) },
    }
    const { send } = startSurface({ plugins: [plugin({ routes: [named] })] })
    const response = await send('GET', '/echo/x%3Fadmin=1?a=2')
    assert.deepEqual(await response.json(), ['x?admin=1', '?a=2'])
  })

  it('follows GET with HEAD, and answers OPTIONS and 405', async () => {
    const { send } = startSurface({ plugins })
    const head = await send('HEAD', '/auth/token')
    assert.equal(head.status, 200)
    assert.equal(await head.text(), '')
    assert.equal((await send('OPTIONS', '/auth/token')).headers.get('allow'), 'GET, HEAD, POST, OPTIONS')
    const wrong = await send('PUT', '/auth/token', { body: 'x' })
    assert.equal(wrong.status, 405)
    assert.equal(wrong.headers.get('allow'), 'GET, HEAD, POST, OPTIONS')
  })

  it('bounds the body', async () => {
    const { send } = startSurface({ plugins })
    assert.equal(await (await send('POST', '/auth/token', { body: '0123456789' })).text(), '0123456789')
    assert.equal((await send('POST', '/auth/token', { body: '0123456789x' })).status, 413)
  })

  it("wins for its methods only: the rest of /Session is the engine's", async () => {
    const { engine, send } = startSurface({ plugins })
    assert.equal(await (await send('DELETE', '/Session')).text(), 'closed')
    assert.equal(engine.calls.length, 0)
    assert.equal((await send('GET', '/Session?user=x')).status, 200)
    assert.equal(engine.calls[0]?.operation.id, 'FhirSearch')
    assert.equal((await send('OPTIONS', '/Session')).headers.get('allow'), 'GET, HEAD, POST, DELETE, OPTIONS')
    assert.equal((await send('DELETE', '/Patient')).status, 405)
  })

  it('makes an OperationOutcome of an error, or what the route makes of it', async () => {
    const fail = () => {
      throw new AppError('invalid', 'invalid_grant', 'No')
    }
    const onError = () => new Response('own', { status: 418 })
    const routes: Route[] = [
      { path: '/a', methods: { GET: fail } },
      { path: '/b', methods: { GET: fail }, onError },
      { path: '/c', methods: { GET: () => null as unknown as Response } },
      { path: '/d', methods: { GET: () => Response.redirect('https://x.example/', 303) } },
    ]
    const { send } = startSurface({ plugins: [plugin({ routes })] })
    assert.equal((await send('GET', '/a')).status, 400)
    assert.equal((await send('GET', '/b')).status, 418)
    assert.equal((await send('GET', '/c')).status, 500)
    const redirect = await send('GET', '/d')
    assert.equal(redirect.status, 303)
    assert.equal(redirect.headers.get('location'), 'https://x.example/')
    assert.match(redirect.headers.get('x-request-id') ?? '', /./)
  })

  it('recognises the caller on request', async () => {
    const routes: Route[] = [
      {
        path: '/me',
        methods: { GET: async (request) => new Response((await request.caller())?.name ?? 'nobody') },
      },
    ]
    const authenticate = () => ({ name: 'User/ann', roles: [], actsForUserAlone: true })
    const { send } = startSurface({
      plugins: [plugin({ routes }), plugin({ authenticator: { authenticate, challenges: [] } })],
    })
    assert.equal(await (await send('GET', '/me')).text(), 'User/ann')
    assert.equal(
      await (await startSurface({ plugins: [plugin({ routes })] }).send('GET', '/me')).text(),
      'nobody',
    )
  })

  for (const path of [
    '/$matcho',
    '/.well-known/openid-configuration',
    '/auth/a-b_c.d',
    '/',
    '/Patient/$own',
  ]) {
    it(`takes the path ${path}, however it is spelled`, async () => {
      const routes: Route[] = [{ path, methods: { POST: (request) => new Response(request.path) } }]
      const { send } = startSurface({ plugins: [plugin({ routes })] })
      for (const spelling of [path, path.replace('$', '%24').replace('w', '%77').replace('-', '%2D')]) {
        assert.equal(await (await send('POST', spelling)).text(), path)
      }
    })
  }

  it('refuses two plug-ins on one route at the start', () => {
    assert.throws(
      () => startSurface({ plugins: [...plugins, plugin({ routes: [closing] })] }),
      /DELETE \/Session/,
    )
  })
})

describe('paths of the server', () => {
  it('/health', async () => {
    const well = await startSurface().send('GET', '/health')
    assert.deepEqual([well.status, await well.text()], [200, '{"status":"pass"}'])
    for (const isHealthy of [() => false, () => Promise.reject(new Error('down'))]) {
      assert.equal((await startSurface({ isHealthy }).send('GET', '/health')).status, 503)
    }
  })

  it('/Operation lists, /Operation/<id> reads', async () => {
    const { send } = startSurface()
    const list = (await (await send('GET', '/Operation')).json()) as {
      total: number
      entry: { resource: { id: string } }[]
    }
    assert.ok(list.entry.some((entry) => entry.resource.id === 'FhirRead'))
    assert.equal(list.total, list.entry.length)
    const one = (await (await send('GET', '/fhir/Operation/FhirRead')).json()) as { resourceType: string }
    assert.equal(one.resourceType, 'Operation')
    assert.equal((await send('GET', '/Operation/Nope')).status, 404)
    const operations = [{ id: 'Explain', description: 'Explains' }]
    assert.equal((await startSurface({ operations }).send('GET', '/Operation/Explain')).status, 200)
  })

  it('/metadata in YAML', async () => {
    const response = await startSurface().send('GET', '/metadata?_format=yaml')
    assert.equal(await response.text(), 'resourceType: CapabilityStatement\n')
  })
})

describe('CORS', () => {
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'PUT' }
  const from = (origin: string) => ({ headers: { origin } })

  it('is off by default', async () => {
    const response = await startSurface().send('GET', '/Patient/p1', from('https://app.example'))
    assert.equal(response.headers.get('access-control-allow-origin'), null)
    assert.equal(response.headers.get('vary'), 'Accept, Accept-Encoding, Authorization, Origin')
  })

  it('allows configured origins and those of plug-ins, no others', async () => {
    const allowsOrigin = (origin: string) => origin === 'https://client.example'
    const { send } = startSurface({
      corsOrigins: ['https://app.example'],
      plugins: [plugin({ allowsOrigin })],
    })
    for (const [origin, granted] of [
      ['https://app.example', 'https://app.example'],
      ['https://client.example', 'https://client.example'],
      ['https://evil.example', null],
      ['null', null],
    ] as const) {
      const response = await send('GET', '/Patient/p1', from(origin))
      assert.equal(response.headers.get('access-control-allow-origin'), granted)
      assert.equal(response.headers.get('access-control-allow-credentials'), null)
      assert.match(response.headers.get('vary') ?? '', /Origin/)
    }
    assert.match((await send('GET', '/Patient/p1')).headers.get('vary') ?? '', /Origin/)
  })

  it('answers preflights, errors too', async () => {
    const { engine, send } = startSurface({ corsOrigins: ['https://app.example'] })
    const response = await send('OPTIONS', '/Patient/p1', { headers: preflight })
    assert.equal(response.status, 204)
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET, HEAD, PUT, DELETE, OPTIONS')
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /authorization.*if-match/)
    engine.isOpen = false
    const refused = await send('GET', '/Patient/p1', from('https://app.example'))
    assert.equal(refused.status, 401)
    assert.equal(refused.headers.get('access-control-allow-origin'), 'https://app.example')
  })

  it('answers a wildcard with a wildcard, without credentials', async () => {
    const { send } = startSurface({ corsOrigins: ['*'] })
    const response = await send('GET', '/Patient/p1', from('https://any.example'))
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.equal(response.headers.get('access-control-allow-credentials'), null)
  })
})

describe('request ids, log and timing', () => {
  it('believes the id of a trusted proxy only, and a sane one only', async () => {
    const { send } = startSurface({ trustedProxies: ['10.0.0.0/8'] })
    const idOf = async (id: string, peer: string) => {
      const response = await send('GET', '/Patient/p1', { headers: { 'x-request-id': id } }, peer)
      return response.headers.get('x-request-id')
    }
    assert.equal(await idOf('abc-1', '10.0.0.1'), 'abc-1')
    assert.notEqual(await idOf('abc-1', '192.0.2.1'), 'abc-1')
    assert.notEqual(await idOf('a b', '10.0.0.1'), 'a b')
    assert.notEqual(await idOf('a'.repeat(129), '10.0.0.1'), 'a'.repeat(129))
  })

  it('logs one line a request, without query and body', async () => {
    const authenticate = () => ({ name: 'User/ann', roles: [], actsForUserAlone: true })
    const { log, send } = startSurface({
      plugins: [plugin({ authenticator: { authenticate, challenges: [] } })],
    })
    const response = await send('GET', '/Patient/p1?code=s3cret')
    assert.equal(log.lines.length, 1)
    const { level, message, fields } = log.lines[0] as LogLine
    assert.deepEqual([level, message], ['info', 'request'])
    assert.equal(typeof fields.ms, 'number')
    assert.deepEqual(
      { ...fields, ms: 0 },
      {
        method: 'GET',
        path: '/Patient/p1',
        status: 200,
        ms: 0,
        subject: 'User/ann',
        remoteAddress: '192.0.2.7',
        requestId: response.headers.get('x-request-id'),
      },
    )
    assert.doesNotMatch(JSON.stringify(log.lines), /s3cret/)
  })

  it('tells timings in development only, and only callers who are known', async () => {
    const plugins = [
      plugin({
        authenticator: {
          authenticate: () => ({ name: 'User/ann', roles: [], actsForUserAlone: true }),
          challenges: [],
        },
      }),
    ]
    const told = await startSurface({ devMode: true, plugins }).send('GET', '/Patient/p1')
    assert.match(told.headers.get('server-timing') ?? '', /auth;dur=.*engine;dur=.*total;dur=/)
    for (const options of [{ plugins }, { devMode: true }]) {
      const response = await startSurface(options).send('GET', '/Patient/p1')
      assert.equal(response.headers.get('server-timing'), null)
    }
  })
})
