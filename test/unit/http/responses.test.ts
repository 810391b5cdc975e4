import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJson } from '../../../src/formats/json-text.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { patientText, plugin, startSurface, version } from './fake-engine.ts'

const json = { 'content-type': 'application/json' }
const yaml = { 'content-type': 'text/yaml' }

describe('responses', () => {
  it('sends the text of the store as it is, with its headers', async () => {
    const { send } = startSurface()
    const response = await send('GET', '/Patient/p1')
    assert.equal(await response.text(), patientText)
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
    assert.equal(response.headers.get('etag'), 'W/"12"')
    assert.equal(response.headers.get('last-modified'), 'Sat, 03 Feb 2024 04:05:06 GMT')
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('vary'), 'Accept, Accept-Encoding, Authorization, Origin')
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

/** Strangers have a limit of their own. */
const knowsEverybody = plugin({
  authenticator: {
    authenticate: () => ({ name: 'User/any', roles: [], actsForUserAlone: true }),
    challenges: [],
  },
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
      const { engine, send } = startSurface({ plugins: [knowsEverybody] })
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
    const { send } = startSurface({ plugins: [knowsEverybody] })
    const init = { headers: json, body, duplex: 'half' } as RequestInit
    assert.equal((await send('PUT', '/Patient/p1', init)).status, 413)
    assert.ok(sent < 20, String(sent))
  })

  it('takes a body of exactly the limit, and charset=UTF-8', async () => {
    const { send } = startSurface({ plugins: [knowsEverybody] })
    const headers = { 'content-type': 'application/fhir+json; charset="UTF-8"' }
    assert.equal((await send('PUT', '/Patient/p1', { headers, body: large(limit) })).status, 200)
  })

  it('tells the error in the format of the answer', async () => {
    const { send } = startSurface({ plugins: [knowsEverybody] })
    const response = await send('PUT', '/Patient/p1', { headers: yaml, body: 'a: [' })
    assert.equal(response.headers.get('content-type'), 'text/yaml; charset=utf-8')
    assert.match(await response.text(), /^resourceType: OperationOutcome\n/)
  })
})
