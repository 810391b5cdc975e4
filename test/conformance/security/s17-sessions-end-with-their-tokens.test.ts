/** Sessions say when the last of their tokens ends, and a token of a client that acts for itself is one write. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Session } from '../../../src/oauth/resources/Session.ts'
import {
  bearer,
  errorOf,
  getTokens,
  postToken,
  putClient,
  putUser,
  refresh,
  signIn,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { observeHost } from '../../support/observe-host.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

const observed = observeHost()
let app: TestApp

before(async () => {
  app = await openTestApp({}, observed.plugins)
  await putUser(app, 'ann')
  await putClient(app, 'webapp')
  for (const token_format of ['jwt', 'opaque']) {
    await putClient(app, `robot-${token_format}`, {
      secret: 'verysecret',
      grant_types: ['client_credentials'],
      auth: { client_credentials: { token_format, access_token_expiration: 600, scopes: ['system/*.rs'] } },
    })
    const link = [{ reference: `Client/robot-${token_format}` }]
    await app.root('PUT', `/AccessPolicy/robot-${token_format}`, { engine: 'allow', link })
  }
})
after(() => app.close())

type Fields = Record<string, unknown>

async function sessionsOf(query: string): Promise<Fields[]> {
  const bundle = await app.root('GET', `/Session?${query}&active=true&_count=100`)
  return ((bundle.entry ?? []) as { resource: Fields }[]).map(({ resource }) => resource)
}

const secondsLeft = (session: Fields | undefined) =>
  (Date.parse(String(session?.expires)) - app.clock.now()) / 1000

/** Tokens are extended a little before their session is. */
function assertLasts(session: Fields | undefined, seconds: number): void {
  const left = secondsLeft(session)
  assert.ok(left > seconds - 60 && left < seconds + 180, `${left} s are left, and not ${seconds}`)
}

for (const format of ['jwt', 'opaque']) {
  describe(`a token of a client that acts for itself (${format})`, () => {
    const client = { client_id: `robot-${format}`, client_secret: 'verysecret' }
    const request = async () => {
      const answer = await postToken(app, {
        grant_type: 'client_credentials',
        scope: 'system/*.rs',
        ...client,
      })
      assert.equal(answer.status, 200)
      return (await answer.json()).access_token as string
    }
    const use = async (token: string) => (await app.fetch('/Client', { headers: bearer(token) })).status
    const newest = async () => (await sessionsOf(`client=Client/robot-${format}`)).at(-1)

    it('is its session, which ends with it: no record is written beside it', async () => {
      const token = await request()
      const session = await newest()
      assertLasts(session, 600)
      assert.equal(session?.type, 'client_credentials')
      assert.doesNotMatch(JSON.stringify(session), new RegExp(token))
      assert.equal(await observed.host().records.removeGroup('access-token', String(session?.id)), 0)
      assert.equal(await use(token), 200)
      assert.equal(
        (await app.fetch('/Client/x', { method: 'PUT', headers: bearer(token), body: '{}' })).status,
        403,
      )
      const body = new URLSearchParams({ token, ...client })
      const told = await (await app.fetch('/auth/introspect', { method: 'POST', body })).json()
      assert.equal(told.sid, session?.id)
      assert.equal(told.scope, 'system/*.rs')
      assert.ok(Math.abs(told.exp - told.iat - 600) <= 1)
      app.clock.advance(602)
      assert.equal(await use(token), 401)
    })

    it('ends with its session, and the session with it', async () => {
      const [first, second] = [await request(), await request()]
      assert.deepEqual([await use(first), await use(second)], [200, 200])
      const body = new URLSearchParams({ token: first, ...client })
      assert.equal((await app.fetch('/auth/revoke', { method: 'POST', body })).status, 200)
      assert.deepEqual([await use(first), await use(second)], [401, 200])
      const left = await sessionsOf(`client=Client/robot-${format}`)
      assert.equal(left.filter((one) => secondsLeft(one) > 0).length, 1)
      const closed = await app.fetch('/Session', { method: 'DELETE', headers: bearer(second) })
      assert.equal(closed.status, 200)
      assert.equal(await use(second), 401)
    })

    it('is not found by a spelling that is not its own', async () => {
      const token = await request()
      for (const other of [`${token}x`, token.slice(0, -1), `fk_${token.slice(3).toLowerCase()}`, 'fk_x'])
        assert.equal(await use(other), 401)
      const session = await newest()
      assert.equal(await use(`fk_${session?.id}`), 401)
      assert.equal(await use(String(session?.id)), 401)
    })
  })
}

it('an opaque token that an older server gave a client, with a record of its own, is good until it expires', async () => {
  const { documents, records, digest, random } = observed.host()
  const [id, token] = [random.uuid(), random.token(32)]
  const now = Math.floor(app.clock.now() / 1000)
  await documents.create(Session, {
    ...{ resourceType: 'Session', id, type: 'client_credentials', active: true },
    ...{ start: new Date(app.clock.now()).toISOString(), client: { reference: 'Client/robot-opaque' } },
  })
  const value = { client: 'robot-opaque', session: id, scope: [], audience: ['http://server.test'] }
  const times = { issuedAt: now, expiresAt: now + 600 }
  const options = { expiresAt: (now + 600) * 1000, group: id }
  await records.insert('access-token', digest.sha256(token), { ...value, ...times }, options)
  assert.equal((await app.fetch('/Client', { headers: bearer(token) })).status, 200)
})

describe('a session of a person', () => {
  const ofClient = async (id: string) => (await sessionsOf(`user=User/ann&client=Client/${id}`)).at(-1)

  it('lasts as long as the refresh token, and longer by each use', async () => {
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann')
    assertLasts(await ofClient('webapp'), 86_400)
    app.clock.advance(3600)
    assert.equal((await refresh(app, refresh_token)).status, 200)
    assertLasts(await ofClient('webapp'), 86_400)
    const before = (await ofClient('webapp'))?.expires
    assert.equal((await refresh(app, refresh_token)).status, 200)
    assert.equal((await ofClient('webapp'))?.expires, before, 'no write for a moment')
    app.clock.advance(86_390)
    assert.equal((await refresh(app, refresh_token)).status, 200)
    assertLasts(await ofClient('webapp'), 86_400)
    app.clock.advance(86_401)
    assert.equal(await errorOf(await refresh(app, refresh_token, webappSecret), 400), 'invalid_grant')
  })

  it('without refresh tokens ends with the access token, and with one that does not expire not at all', async () => {
    await putClient(app, 'once', webapp({ refresh_token: undefined }))
    await putClient(app, 'for-ever', webapp({ refresh_token_expiration: undefined }))
    await getTokens(app, 'once', 'ann')
    assertLasts(await ofClient('once'), 360)
    const { refresh_token = '' } = await getTokens(app, 'for-ever', 'ann')
    const client = { client_id: 'for-ever', client_secret: 'verysecret' }
    assert.equal((await ofClient('for-ever'))?.expires, undefined)
    app.clock.advance(100)
    assert.equal((await refresh(app, refresh_token, client)).status, 200)
    assert.equal((await ofClient('for-ever'))?.expires, undefined)
  })

  it('of a browser lasts twelve hours, again after each sign-in', async () => {
    await putUser(app, 'bob')
    const agent = new UserAgent(app)
    await signIn(agent, '/auth/login', 'bob')
    const browser = async () => (await sessionsOf('user=User/bob&type=browser')).at(-1)
    assertLasts(await browser(), 43_200)
    const id = (await browser())?.id
    app.clock.advance(7200)
    await signIn(agent, '/auth/authorize?response_type=code&client_id=webapp&prompt=login', 'bob')
    const again = await browser()
    assert.equal(again?.id, id)
    assertLasts(again, 43_200)
  })
})
