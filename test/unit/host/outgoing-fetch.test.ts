import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { createOutgoingFetch, type OutgoingLimits } from '../../../src/host/outgoing-fetch.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { OutgoingFetch } from '../../../src/plugin.ts'
import { callOut } from '../../../src/runtime/outgoing.ts'

const strict = { outgoingInsecureHttp: false, outgoingPrivateRanges: [] }
/** As an operator may allow it: what these tests can reach is this machine alone. */
const lenient = { outgoingInsecureHttp: true, outgoingPrivateRanges: ['127.0.0.0/8', '::1'] }
const fetchWithin = (limits: OutgoingLimits) => createOutgoingFetch(limits, callOut)

async function codeOf(answer: Promise<Response>): Promise<string> {
  try {
    return String((await answer).status)
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    return error.code
  }
}

describe('what is never called', () => {
  const refused: readonly (readonly [string, OutgoingLimits, string])[] = [
    ['http', { ...strict, outgoingPrivateRanges: ['127.0.0.0/8'] }, 'http://127.0.0.1:1/'],
    ['another scheme', lenient, 'ftp://example.org/'],
    ['a file', lenient, 'file:///etc/passwd'],
    ['no URL', lenient, '/relative'],
    ['credentials in the URL', lenient, 'http://ann:pw@127.0.0.1/'],
    ['loopback', strict, 'https://127.0.0.1/'],
    ['loopback in hexadecimal', strict, 'https://0x7f000001/'],
    ['loopback as one number', strict, 'https://2130706433/'],
    ['loopback, short', strict, 'https://127.1/'],
    ['loopback in IPv6', strict, 'https://[::1]/'],
    ['loopback, mapped into IPv6', strict, 'https://[::ffff:127.0.0.1]/'],
    ['any address', strict, 'https://0.0.0.0/'],
    ['a private network', strict, 'https://10.0.0.1/'],
    ['link-local: cloud metadata', strict, 'https://169.254.169.254/latest/meta-data'],
    ['link-local in IPv6', strict, 'https://[fe80::1]/'],
    ['a unique local address', strict, 'https://[fd00::1]/'],
    ['a name that leads to loopback', strict, 'https://localhost/'],
    ['another port of the same', strict, 'https://localhost:8443/'],
    ['private, though loopback is allowed', lenient, 'http://10.0.0.1/'],
  ]
  for (const [name, limits, url] of refused) {
    it(name, async () => assert.equal(await codeOf(fetchWithin(limits)(url)), 'outgoing-refused'))
  }
})

describe('what may be called', () => {
  let url = ''
  let calls = 0
  const fetch: OutgoingFetch = fetchWithin(lenient)
  const server = createServer((request, response) => {
    calls += 1
    void answer(request, response)
  })
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  it('answers with status, headers and body', async () => {
    const response = await fetch(`${url}/echo`, { method: 'POST', headers: { 'x-a': '1' }, body: 'hello' })
    assert.equal(response.status, 201)
    assert.equal(response.headers.get('x-b'), '1')
    assert.equal(await response.text(), 'POST hello')
  })

  it('a name is looked up', async () => {
    assert.equal((await fetch(url.replace('127.0.0.1', 'localhost'))).status, 404)
  })

  it('an answer without a body', async () => assert.equal((await fetch(`${url}/empty`)).status, 204))

  it('a redirect is an answer, and nobody goes where it leads', async () => {
    calls = 0
    const response = await fetch(`${url}/redirect`)
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), 'http://169.254.169.254/')
    assert.equal(calls, 1)
  })

  it('a body that is too large ends the call', async () => {
    assert.equal(await codeOf(fetch(`${url}/endless`)), 'outgoing-failed')
    assert.equal(await codeOf(fetch(`${url}/echo`, { maxBytes: 3 })), 'outgoing-failed')
  })

  it('an answer that does not come, or does not end, in time', async () => {
    const startedAt = performance.now()
    assert.equal(await codeOf(fetch(`${url}/silent`, { timeoutMs: 100 })), 'outgoing-failed')
    assert.equal(await codeOf(fetch(`${url}/slow`, { timeoutMs: 100 })), 'outgoing-failed')
    assert.ok(performance.now() - startedAt < 5000)
  })

  it('nobody listens, and a name that does not exist', async () => {
    assert.equal(await codeOf(fetch('http://127.0.0.1:1/')), 'outgoing-failed')
    assert.equal(await codeOf(fetch('http://nowhere.invalid/')), 'outgoing-failed')
  })
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (request.url) {
    case '/echo': {
      let body = ''
      for await (const chunk of request) body += chunk
      response.writeHead(201, { 'x-b': request.headers['x-a'] ?? '' }).end(`${request.method} ${body}`)
      return
    }
    case '/empty':
      response.writeHead(204).end()
      return
    case '/redirect':
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
      return
    case '/endless': {
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setTimeout(more))
      }
      more()
      return
    }
    case '/slow':
      response.writeHead(200).write('x')
      return
    case '/silent':
      return
    default:
      response.writeHead(404).end()
  }
}
