import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startSurface } from './fake-engine.ts'

const json = { 'content-type': 'application/json' }

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
