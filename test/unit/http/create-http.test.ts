import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { parseJson } from '../../../src/kernel/json-text.ts'
import { patientText, plugin, startSurface, version } from './fake-engine.ts'

const json = { 'content-type': 'application/json' }
const yaml = { 'content-type': 'text/yaml' }

async function outcomeOf(response: Response) {
  const body = (await response.json()) as { resourceType: string; issue: Record<string, unknown>[] }
  assert.equal(body.resourceType, 'OperationOutcome')
  return body
}

describe('routes to operations', () => {
  type Case = readonly [method: string, path: string, id: string, target: readonly (string | undefined)[]]
  const cases: readonly Case[] = [
    ['GET', '/Patient/p1', 'FhirRead', ['Patient', 'p1', undefined]],
    ['HEAD', '/Patient/p1', 'FhirRead', ['Patient', 'p1', undefined]],
    ['GET', '/fhir/Patient/p1', 'FhirRead', ['Patient', 'p1', undefined]],
    ['GET', '/P%61tient/p%31', 'FhirRead', ['Patient', 'p1', undefined]],
    ['GET', '/%66hir/Patient/p1', 'FhirRead', ['Patient', 'p1', undefined]],
    ['GET', '/Patient/p1/', 'FhirRead', ['Patient', 'p1', undefined]],
    ['GET', '/Patient/p1/_history', 'FhirHistory', ['Patient', 'p1', undefined]],
    ['GET', '/Patient/p1/_history/7', 'FhirVread', ['Patient', 'p1', '7']],
    ['GET', '/fhir/Patient/p1/_history/7', 'FhirVread', ['Patient', 'p1', '7']],
    ['GET', '/Patient?name=x', 'FhirSearch', ['Patient', undefined, undefined]],
    ['POST', '/Patient', 'FhirCreate', ['Patient', undefined, undefined]],
    ['PUT', '/Patient/p1', 'FhirUpdate', ['Patient', 'p1', undefined]],
    ['DELETE', '/Patient/p1', 'FhirDelete', ['Patient', 'p1', undefined]],
  ]
  for (const [method, path, id, target] of cases) {
    it(`${method} ${path} is ${id}`, async () => {
      const { engine, send } = startSurface()
      const hasBody = method === 'POST' || method === 'PUT'
      const response = await send(method, path, hasBody ? { body: '{"a":1}', headers: json } : {})
      assert.equal(response.status, 200)
      const operation = engine.calls[0]?.operation
      assert.equal(operation?.id, id)
      assert.deepEqual([operation?.type, operation?.resourceId, operation?.versionId], target)
      assert.deepEqual(operation?.body, hasBody ? { a: 1 } : undefined)
    })
  }

  it('shows policies the canonical path, the decoded query, and GET for HEAD', async () => {
    const { engine, send } = startSurface()
    await send('HEAD', '/P%61tient/p1?a=1&a=%32', { headers: { 'x-a': 'b' } }, '192.0.2.9')
    const operation = engine.calls[0]?.operation
    assert.equal(operation?.request.path, '/Patient/p1')
    assert.equal(operation?.request.method, 'GET')
    assert.equal(operation?.request.remoteAddress, '192.0.2.9')
    assert.equal(operation?.request.scheme, 'https')
    assert.equal(operation?.request.headers.get('x-a'), 'b')
    assert.equal({ ...operation?.request }.headers?.get('x-a'), 'b')
    assert.deepEqual(operation?.query, [
      ['a', '1'],
      ['a', '2'],
    ])
  })
})

describe('what there is not', () => {
  for (const path of [
    '/Nope',
    '/Nope/1',
    '/patient/1',
    '/a/b/c/d/e',
    '/fhir/Nope/1',
    '/fhir/fhir/Patient',
    '/__proto__/1',
  ]) {
    it(`404 ${path}`, async () => {
      const { engine, send } = startSurface()
      const response = await send('GET', path)
      assert.equal(response.status, 404)
      assert.equal((await outcomeOf(response)).issue[0]?.code, 'not-found')
      assert.equal(engine.calls.length, 0)
    })
  }

  const allows: readonly (readonly [path: string, allow: string])[] = [
    ['/Patient', 'GET, HEAD, POST, OPTIONS'],
    ['/fhir/Patient', 'GET, HEAD, POST, OPTIONS'],
    ['/Patient/p1', 'GET, HEAD, PUT, DELETE, OPTIONS'],
    ['/Patient/p1/_history', 'GET, HEAD, OPTIONS'],
    ['/Patient/p1/_history/1', 'GET, HEAD, OPTIONS'],
    ['/Grant', 'OPTIONS'],
    ['/Grant/1', 'GET, HEAD, OPTIONS'],
    ['/metadata', 'GET, HEAD, OPTIONS'],
    ['/fhir/metadata', 'GET, HEAD, OPTIONS'],
    ['/health', 'GET, HEAD, OPTIONS'],
    ['/openapi.json', 'GET, HEAD, OPTIONS'],
    ['/Operation', 'GET, HEAD, OPTIONS'],
    ['/Operation/FhirRead', 'GET, HEAD, OPTIONS'],
  ]
  for (const [path, allow] of allows) {
    it(`405 with Allow ${path}`, async () => {
      const { engine, send } = startSurface()
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        if (allow.split(', ').includes(method)) continue
        const response = await send(method, path, method === 'GET' ? {} : { body: '{}', headers: json })
        assert.equal(response.status, 405, method)
        assert.equal(response.headers.get('allow'), allow)
        await outcomeOf(response)
      }
      const options = await send('OPTIONS', path)
      assert.equal(options.status, 204)
      assert.equal(options.headers.get('allow'), allow)
      assert.equal(engine.calls.length, 0)
    })
  }

  const unbuilt = [
    ['POST', '/Patient/_search'],
    ['GET', '/_history'],
    ['GET', '/Patient/_history'],
    ['POST', '/Patient/$validate'],
    ['GET', '/Patient/p1/$everything'],
    ['POST', '/'],
    ['POST', '/fhir'],
  ] as const
  for (const [method, path] of unbuilt) {
    it(`501 or 404, never something else: ${method} ${path}`, async () => {
      const { engine, send } = startSurface()
      const response = await send(method, path, method === 'POST' ? { body: '{}', headers: json } : {})
      assert.ok(response.status === 501 || response.status === 404, String(response.status))
      await outcomeOf(response)
      assert.equal(engine.calls.length, 0)
    })
  }

  it('501 for If-None-Exist, instead of a duplicate', async () => {
    const { engine, send } = startSurface()
    const headers = { ...json, 'if-none-exist': 'identifier=1' }
    assert.equal((await send('POST', '/Patient', { body: '{}', headers })).status, 501)
    assert.equal(engine.calls.length, 0)
  })

  for (const path of [
    '//Patient/p1',
    '/Patient//p1',
    '/Patient/%2e%2e%2fx',
    '/Patient/%',
    '/Patient/a%00',
    '/Patient/a%2fb',
  ]) {
    it(`400 ${path}`, async () => {
      const { engine, send } = startSurface()
      const response = await send('GET', path)
      assert.equal(response.status, 400)
      await outcomeOf(response)
      assert.equal(engine.calls.length, 0)
    })
  }
})

describe('responses', () => {
  it('sends the text of the store as it is, with its headers', async () => {
    const { send } = startSurface()
    const response = await send('GET', '/Patient/p1')
    assert.equal(await response.text(), patientText)
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
    assert.equal(response.headers.get('etag'), 'W/"12"')
    assert.equal(response.headers.get('last-modified'), 'Sat, 03 Feb 2024 04:05:06 GMT')
    assert.equal(response.headers.get('cache-control'), 'private, no-cache')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('vary'), 'Accept, Authorization')
    assert.match(response.headers.get('x-request-id') ?? '', /^[\w-]+$/)
    assert.equal(response.headers.get('location'), null)
  })

  it('201 says where', async () => {
    for (const [path, location] of [
      ['/Patient', 'https://fhir.example.org/Patient/p1/_history/12'],
      ['/fhir/Patient', 'https://fhir.example.org/fhir/Patient/p1/_history/12'],
    ] as const) {
      const { engine, send } = startSurface()
      engine.answer = {
        status: 201,
        kind: 'resource',
        text: patientText,
        ...version,
        location: { type: 'Patient', id: 'p1', versionId: '12' },
      }
      const response = await send('POST', path, { body: '{}', headers: { ...json, host: 'evil.example' } })
      assert.equal(response.status, 201)
      assert.equal(response.headers.get('location'), location)
      assert.equal(response.headers.get('cache-control'), 'no-store')
    }
  })

  it('304 and 204 have no body', async () => {
    const { engine, send } = startSurface()
    engine.answer = { status: 304, kind: 'empty', ...version }
    const unchanged = await send('GET', '/Patient/p1', { headers: { 'if-none-match': 'W/"12", "13"' } })
    assert.equal(unchanged.status, 304)
    assert.equal(unchanged.headers.get('etag'), 'W/"12"')
    assert.equal(await unchanged.text(), '')
    assert.deepEqual(engine.calls[0]?.conditions, { ifNoneMatch: 'W/"12", "13"' })
    engine.answer = { status: 204, kind: 'empty' }
    const gone = await send('DELETE', '/Patient/p1')
    assert.equal(gone.status, 204)
    assert.equal(await gone.text(), '')
  })

  it('HEAD has the headers of GET and no body', async () => {
    const { send } = startSurface()
    const get = await send('GET', '/Patient/p1')
    const head = await send('HEAD', '/Patient/p1')
    assert.equal(await head.text(), '')
    assert.equal(head.headers.get('content-length'), String(patientText.length))
    for (const name of ['etag', 'last-modified', 'content-type']) {
      assert.equal(head.headers.get(name), get.headers.get(name))
    }
  })

  it('YAML and pretty JSON keep digits', async () => {
    const { send } = startSurface()
    const asYaml = await send('GET', '/Patient/p1', { headers: { accept: 'application/x-yaml' } })
    assert.equal(asYaml.headers.get('content-type'), 'application/x-yaml; charset=utf-8')
    assert.equal(await asYaml.text(), "resourceType: Patient\nid: p1\n'n': 1.00\n")
    const pretty = await send('GET', '/Patient/p1?_pretty=true')
    assert.equal(await pretty.text(), '{\n  "resourceType": "Patient",\n  "id": "p1",\n  "n": 1.00\n}')
  })

  it('answers YAML to YAML, and JSON when asked', async () => {
    const { engine, send } = startSurface()
    const response = await send('PUT', '/Patient/p1', { body: 'a: 1\n', headers: yaml })
    assert.equal(response.headers.get('content-type'), 'text/yaml; charset=utf-8')
    assert.deepEqual(engine.calls[0]?.operation.body, { a: 1 })
    const asked = await send('PUT', '/Patient/p1', {
      body: 'a: 1',
      headers: { ...yaml, accept: 'application/json' },
    })
    assert.equal(asked.headers.get('content-type'), 'application/json; charset=utf-8')
  })

  it('hands preferences on', async () => {
    const { engine, send } = startSurface()
    const put = (prefer: string) => send('PUT', '/Patient/p1', { body: '{}', headers: { ...json, prefer } })
    await put('return=minimal')
    await put('respond-async, Return="OperationOutcome"; handling=strict')
    await put('return=nonsense, return=minimal')
    await put('xreturn=minimal')
    assert.deepEqual(
      engine.calls.map((call) => call.conditions),
      [{ returns: 'minimal' }, { returns: 'OperationOutcome', handling: 'strict' }, {}, {}],
    )
  })

  it('an empty outcome has no body and no content type', async () => {
    const { engine, send } = startSurface()
    engine.answer = { status: 200, kind: 'empty', ...version }
    const response = await send('PUT', '/Patient/p1', { body: '{}', headers: json })
    assert.deepEqual(
      [response.status, await response.text(), response.headers.get('content-type')],
      [200, '', null],
    )
  })

  it('a document of the engine is written with its digits', async () => {
    const { engine, send } = startSurface()
    engine.answer = { status: 200, kind: 'bundle', value: parseJson('{"n":1.00}') as JsonObject }
    assert.equal(await (await send('GET', '/Patient')).text(), '{"n":1.00}')
  })

  it('hands conditions on', async () => {
    const { engine, send } = startSurface()
    await send('PUT', '/Patient/p1', {
      body: '{}',
      headers: { ...json, 'if-match': 'W/"3"', 'if-none-match': '*' },
    })
    await send('GET', '/Patient', { headers: { prefer: 'handling=strict' } })
    await send('GET', '/Patient/p1', { headers: { 'if-modified-since': 'Sat, 03 Feb 2024 04:05:06 GMT' } })
    await send('GET', '/Patient/p1', { headers: { 'if-modified-since': 'yesterday' } })
    assert.deepEqual(
      engine.calls.map((call) => call.conditions),
      [
        { ifMatch: 'W/"3"', ifNoneMatch: '*' },
        { handling: 'strict' },
        { ifModifiedSince: Date.UTC(2024, 1, 3, 4, 5, 6) },
        {},
      ],
    )
  })
})

describe('bodies', () => {
  const limit = 8 * 1024 * 1024
  const large = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`
  type Case = readonly [
    name: string,
    headers: Record<string, string>,
    body: BodyInit | undefined,
    status: number,
    say: RegExp,
  ]
  const cases: readonly Case[] = [
    ['malformed JSON', json, '{"a":', 400, /line 1, column 6/],
    ['malformed YAML', yaml, 'a: [', 400, /line 1/],
    ['names that come twice', json, '{"a":1,"a":2}', 400, /twice/],
    ['deep JSON', json, '['.repeat(65), 400, /64 levels/],
    ['a JSON list', json, '[]', 400, /one resource/],
    ['a JSON null', json, 'null', 400, /one resource/],
    ['a YAML text', yaml, 'hello', 400, /one resource/],
    ['no body', json, undefined, 400, /needs a body/],
    ['an empty body', json, '', 400, /needs a body/],
    ['spaces', json, '  \n', 400, /needs a body/],
    ['bytes that are not UTF-8', json, new Uint8Array([0x7b, 0xff, 0x7d]), 400, /UTF-8/],
    ['another charset', { 'content-type': 'application/json; charset=iso-8859-1' }, '{}', 415, /utf-8/],
    ['XML', { 'content-type': 'application/fhir+xml' }, '<a/>', 415, /application\/fhir\+json.*text\/yaml/],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1', 415, /Content-Type/],
    ['compressed', { ...json, 'content-encoding': 'gzip' }, '{}', 415, /Content-Encoding/],
    ['too large', json, large(limit + 1), 413, /8388608/],
    ['a small one that says it is large', { ...json, 'content-length': '99999999' }, '{}', 413, /8388608/],
  ]
  for (const [name, headers, body, status, say] of cases) {
    it(`${status} ${name}`, async () => {
      const { engine, send } = startSurface()
      const response = await send('PUT', '/Patient/p1', { headers, body })
      assert.equal(response.status, status)
      const text = await response.text()
      assert.match(text, say)
      assert.match(text, /OperationOutcome/)
      assert.equal(engine.calls.length, 0)
    })
    it(`401 before: ${name}`, async () => {
      const { engine, send } = startSurface()
      engine.isOpen = false
      assert.equal((await send('PUT', '/Patient/p1', { headers, body })).status, 401)
    })
  }

  it('counts a stream while it comes', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20))
      },
    })
    const { send } = startSurface()
    const init = { headers: json, body, duplex: 'half' } as RequestInit
    assert.equal((await send('PUT', '/Patient/p1', init)).status, 413)
    assert.ok(sent < 20, String(sent))
  })

  it('takes a body of exactly the limit, and charset=UTF-8', async () => {
    const { send } = startSurface()
    const headers = { 'content-type': 'application/fhir+json; charset="UTF-8"' }
    assert.equal((await send('PUT', '/Patient/p1', { headers, body: large(limit) })).status, 200)
  })

  it('tells the error in the format of the answer', async () => {
    const { send } = startSurface()
    const response = await send('PUT', '/Patient/p1', { headers: yaml, body: 'a: [' })
    assert.equal(response.headers.get('content-type'), 'text/yaml; charset=utf-8')
    assert.match(await response.text(), /^resourceType: OperationOutcome\n/)
  })
})

describe('errors', () => {
  it('406 lists what is possible, after the 401', async () => {
    const { engine, send } = startSurface()
    const wanted = { headers: { accept: 'text/html' } }
    const response = await send('GET', '/Patient/p1', wanted)
    assert.equal(response.status, 406)
    assert.match(await response.text(), /application\/fhir\+json/)
    assert.equal(engine.calls.length, 0)
    engine.isOpen = false
    assert.equal((await send('GET', '/Patient/p1', wanted)).status, 401)
  })

  it('tells all issues with their expressions, and the headers of the error', async () => {
    const { engine, send } = startSurface()
    engine.answer = new AppError('unprocessable', 'x', 'two', {
      issues: [
        { code: 'required', message: 'a is missing', expression: 'Patient.a' },
        { code: 'value', message: 'b is bad' },
      ],
      headers: { 'retry-after': '5' },
    })
    const response = await send('GET', '/Patient/p1')
    assert.equal(response.status, 422)
    assert.equal(response.headers.get('retry-after'), '5')
    assert.deepEqual((await outcomeOf(response)).issue, [
      { severity: 'error', code: 'required', diagnostics: 'a is missing', expression: ['Patient.a'] },
      { severity: 'error', code: 'value', diagnostics: 'b is bad' },
    ])
  })

  for (const error of [
    new Error('select * from secret'),
    new AppError('exception', 'x', 'select * from secret'),
  ]) {
    it(`500 says nothing but the id that the log has: ${error.name}`, async () => {
      const { engine, log, send } = startSurface()
      engine.answer = error
      const response = await send('GET', '/Patient/p1')
      assert.equal(response.status, 500)
      const text = await response.text()
      const id = response.headers.get('x-request-id') ?? ''
      assert.doesNotMatch(text, /select|at .*\.ts/)
      assert.ok(text.includes(id))
      const line = log.lines.find((one) => one.level === 'error')
      assert.equal(line?.fields.requestId, id)
      assert.equal(line?.fields.error, 'select * from secret')
    })
  }

  it('503 says what the error says, and the id that the log has', async () => {
    const { engine, log, send } = startSurface()
    engine.answer = new AppError('transient', 'x', 'The database is away', {
      cause: new Error('connect 10.0.0.5'),
    })
    const response = await send('GET', '/Patient/p1')
    assert.equal(response.status, 503)
    const text = await response.text()
    assert.ok(
      text.includes('The database is away') && text.includes(response.headers.get('x-request-id') ?? '!'),
    )
    assert.doesNotMatch(text, /10\.0\.0\.5/)
    assert.match(JSON.stringify(log.lines), /10\.0\.0\.5/)
  })

  it('401 has every challenge', async () => {
    const { engine, send } = startSurface()
    engine.isOpen = false
    const response = await send('GET', '/Patient/p1')
    assert.equal(response.status, 401)
    assert.equal(response.headers.get('www-authenticate'), 'Bearer, Basic')
  })

  it('bad credentials are never anonymous', async () => {
    const authenticate = () => {
      throw new AppError('unauthenticated', 'invalid_token', 'The token is not known')
    }
    const { engine, send } = startSurface({ plugins: [plugin({ authenticate })] })
    assert.equal((await send('GET', '/Patient/p1')).status, 401)
    assert.equal(engine.calls.length, 0)
  })

  it('400 for a query that cannot be read', async () => {
    const { send } = startSurface()
    assert.equal((await send('GET', '/Patient?a=%')).status, 400)
    assert.equal((await send('GET', `/Patient?${Array(201).fill('a=1').join('&')}`)).status, 400)
  })
})

describe('every route is closed to the anonymous', () => {
  const open = [
    ['GET', '/health'],
    ['GET', '/metadata'],
    ['GET', '/fhir/metadata'],
  ]
  const closed = ['', '/fhir'].flatMap((prefix) => [
    ['GET', `${prefix}/Patient`],
    ['POST', `${prefix}/Patient`],
    ['GET', `${prefix}/Patient/p1`],
    ['PUT', `${prefix}/Patient/p1`],
    ['DELETE', `${prefix}/Patient/p1`],
    ['GET', `${prefix}/Patient/p1/_history`],
    ['GET', `${prefix}/Patient/p1/_history/1`],
    ['GET', `${prefix}/Operation`],
    ['GET', `${prefix}/Operation/FhirRead`],
  ])
  for (const [method = '', path = ''] of [...closed, ['GET', '/openapi.json'], ['HEAD', '/Patient/p1']]) {
    it(`401 ${method} ${path}`, async () => {
      const { engine, send } = startSurface()
      engine.isOpen = false
      assert.equal((await send(method, path)).status, 401)
      assert.equal(engine.calls.length, 0)
    })
  }
  for (const [method = '', path = ''] of open) {
    it(`200 ${method} ${path}`, async () => {
      const { engine, send } = startSurface()
      engine.isOpen = false
      assert.equal((await send(method, path)).status, 200)
    })
  }
})
