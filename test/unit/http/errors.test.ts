import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import { plugin, startSurface } from './fake-engine.ts'

async function outcomeOf(response: Response) {
  const body = (await response.json()) as { resourceType: string; issue: Record<string, unknown>[] }
  assert.equal(body.resourceType, 'OperationOutcome')
  return body
}

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
      retryAfterSeconds: 5,
    })
    const response = await send('GET', '/Patient/p1')
    assert.equal(response.status, 422)
    assert.equal(response.headers.get('retry-after'), '5')
    const details = { coding: [{ system: 'urn:firekeep:error', code: 'x' }] }
    assert.deepEqual((await outcomeOf(response)).issue, [
      {
        severity: 'error',
        code: 'required',
        details,
        diagnostics: 'a is missing',
        expression: ['Patient.a'],
      },
      { severity: 'error', code: 'value', details, diagnostics: 'b is bad' },
    ])
  })

  it('503 says when to try again, whoever made it', async () => {
    const { engine, send } = startSurface()
    engine.answer = new AppError('transient', 'x', 'later')
    const response = await send('GET', '/Patient/p1')
    assert.equal(response.status, 503)
    assert.equal(response.headers.get('retry-after'), '1')
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

  it('401 without challenges of its own has those of all authenticators', async () => {
    const authenticate = () => {
      throw new AppError('unauthenticated', 'invalid_token', 'The token is not known')
    }
    const plugins = ['Bearer realm="a"', 'ApiKey'].map((challenge) =>
      plugin({ authenticator: { authenticate, challenges: [challenge] } }),
    )
    const response = await startSurface({ plugins }).send('GET', '/Patient/p1')
    assert.equal(response.status, 401)
    assert.equal(response.headers.get('www-authenticate'), 'Bearer realm="a", ApiKey')
  })

  it('bad credentials are never anonymous', async () => {
    const authenticate = () => {
      throw new AppError('unauthenticated', 'invalid_token', 'The token is not known')
    }
    const { engine, send } = startSurface({
      plugins: [plugin({ authenticator: { authenticate, challenges: [] } })],
    })
    assert.equal((await send('GET', '/Patient/p1')).status, 401)
    assert.equal(engine.calls.length, 0)
  })

  it('400 for a query that cannot be read', async () => {
    const { send } = startSurface()
    assert.equal((await send('GET', '/Patient?a=%')).status, 400)
    assert.equal((await send('GET', `/Patient?${Array(201).fill('a=1').join('&')}`)).status, 400)
  })
})
