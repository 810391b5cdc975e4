import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { authorizeUrl, basic, postToken, putClient, putUser } from '../../support/code-flow.ts'
import { fromAddress } from '../../support/from-address.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

type Line = Record<string, unknown>

let app: TestApp
const lines: Line[] = []
const keep = (message: string, fields: Line = {}) => {
  lines.push({ message, ...fields })
}

before(async () => {
  const log = { debug: keep, info: keep, warn: keep, error: keep }
  app = await openTestApp({ TRUSTED_PROXIES: '10.0.0.1' }, undefined, log)
  await putUser(app, 'ann', { userName: 'annie' })
  await putClient(app, 'webapp')
})
after(() => app.close())
beforeEach(() => {
  lines.length = 0
})

/** The line of the request with this id. */
function lineOf(id: string | null | undefined): Line {
  const found = lines.filter(({ message, requestId }) => message === 'request' && requestId === id)
  assert.equal(found.length, 1, `lines of ${id}`)
  return found[0] ?? {}
}

const idOf = (response: Response) => response.headers.get('x-request-id')

describe('the line of a refused request', () => {
  it('has what an error page shows as its id, and says the code, the client and the address', async () => {
    const url = authorizeUrl('webapp', { redirect_uri: 'https://elsewhere.example/' })
    const page = await (await new UserAgent(fromAddress(app, '198.51.100.4')).open(url)).text()
    const shown = /<code>([\w-]+-[\w]+)<\/code>/.exec(page)?.[1]
    const { code, client, remoteAddress, reason, status } = lineOf(shown)
    assert.deepEqual(
      [code, client, remoteAddress, status],
      ['invalid_request', 'webapp', '198.51.100.4', 400],
    )
    assert.match(String(reason), /redirect_uri/)
  })

  it('says so of what is told to the client through the browser', async () => {
    const response = await app.fetch(authorizeUrl('webapp', { prompt: 'none' }))
    assert.equal(response.status, 302)
    const { code, client } = lineOf(idOf(response))
    assert.deepEqual([code, client], ['login_required', 'webapp'])
  })

  it('says so of the token endpoint, whichever way the client says who it is', async () => {
    const byBody = await postToken(app, { grant_type: 'client_credentials', client_id: 'nobody' })
    assert.deepEqual([lineOf(idOf(byBody)).code, lineOf(idOf(byBody)).client], ['invalid_client', 'nobody'])
    const header = { authorization: basic('webapp', 'wrong-secret') }
    const byHeader = await postToken(app, { grant_type: 'authorization_code', code: 'x' }, header)
    assert.deepEqual(
      [lineOf(idOf(byHeader)).code, lineOf(idOf(byHeader)).client],
      ['invalid_client', 'webapp'],
    )
    const params = { grant_type: 'authorization_code', code: 'x', client_id: 'webapp' }
    const later = await postToken(app, { ...params, client_secret: 'verysecret' })
    assert.deepEqual([lineOf(idOf(later)).code, lineOf(idOf(later)).client], ['invalid_grant', 'webapp'])
  })

  it('says so of resources', async () => {
    const unknown = await app.fetch('/Client/x', { headers: { authorization: basic('webapp', 'wrong') } })
    assert.deepEqual([lineOf(idOf(unknown)).code, lineOf(idOf(unknown)).client], ['invalid_client', 'webapp'])
    const stranger = await app.fetch('/Client/x')
    assert.equal(typeof lineOf(idOf(stranger)).code, 'string')
  })

  it('names an account by a digest, the same for all its names, and never what was typed', async () => {
    const signIns = await openSignIns(app)
    const accounts: unknown[] = []
    for (const name of ['ann', 'annie', 'ann@example.com', 'hunter2-typed-into-the-wrong-field']) {
      const response = await signIns.attempt(name, `a-guess-for-${name}`)
      const { code, account } = lineOf(idOf(response))
      assert.equal(code, 'wrong-password')
      accounts.push(account)
    }
    assert.equal(new Set(accounts.slice(0, 3)).size, 1)
    assert.notEqual(accounts[0], accounts[3])
    assert.match(String(accounts[0]), /^[\w-]{16}$/)
    const all = JSON.stringify(lines)
    assert.ok(!all.includes('hunter2') && !all.includes('a-guess-for') && !all.includes('annie'))
  })

  it('never says a secret', async () => {
    await postToken(app, {
      grant_type: 'client_credentials',
      client_id: 'webapp',
      client_secret: 'Wr0ngS3cret',
    })
    await postToken(app, { grant_type: 'refresh_token', refresh_token: 'S3cretToken', client_id: 'webapp' })
    const all = JSON.stringify(lines)
    assert.ok(!all.includes('Wr0ngS3cret') && !all.includes('S3cretToken') && !all.includes('verysecret'))
  })
})

describe('X-Request-Id', () => {
  const send = async (address: string, id: string) =>
    idOf(await fromAddress(app, address).fetch('/Client/x', { headers: { 'x-request-id': id } }))

  it('of a trusted proxy is kept where it is harmless, in the answer and in the log', async () => {
    assert.equal(await send('10.0.0.1', 'from-the_proxy:1.2'), 'from-the_proxy:1.2')
    assert.equal(lineOf('from-the_proxy:1.2').status, 401)
    for (const odd of ['a b', 'x'.repeat(129), '"quoted"', ''])
      assert.notEqual(await send('10.0.0.1', odd), odd)
  })

  it('of others is not', async () => {
    assert.notEqual(await send('198.51.100.9', 'from-anybody'), 'from-anybody')
  })
})

describe('X-Forwarded-For of a peer that is not trusted', () => {
  const send = (address: string, headers: Record<string, string>) =>
    fromAddress(app, address).fetch('/health', { headers })
  const warnings = () => lines.filter(({ message }) => String(message).includes('TRUSTED_PROXIES'))

  it('is told once a peer, and is not believed', async () => {
    for (let at = 0; at < 3; at += 1) await send('192.0.2.8', { 'x-forwarded-for': '203.0.113.1' })
    await send('192.0.2.9', { forwarded: 'for=203.0.113.1' })
    assert.deepEqual(
      warnings().map(({ peer }) => peer),
      ['192.0.2.8', '192.0.2.9'],
    )
    assert.ok(
      lines.some(({ message, remoteAddress }) => message === 'request' && remoteAddress === '192.0.2.8'),
    )
  })

  it('is not told of a trusted one, nor where there is no such header', async () => {
    await send('10.0.0.1', { 'x-forwarded-for': '203.0.113.1' })
    await send('192.0.2.10', {})
    assert.deepEqual(warnings(), [])
  })
})
