/** Ways to guess, take over or outlive a sign-in that were tried and must stay closed. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  authorizeUrl,
  basic,
  bearer,
  errorOf,
  getCode,
  getTokens,
  password,
  postToken,
  putClient,
  putUser,
  redirectParams,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
const third = { client_id: 'third', client_secret: 'verysecret' }

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann', { phoneNumber: '123', data: { ssn: 'secret' } })
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
  await putClient(app, 'third', webapp({}, { first_party: false }))
})
after(() => app.close())

const status = async (path: string, token: string) =>
  (await app.fetch(path, { headers: bearer(token) })).status

describe('a password', () => {
  it('that changes leaves nothing of the old one, codes for third parties included', async () => {
    await putUser(app, 'eve')
    const agent = new UserAgent(app)
    const page = await signIn(agent, authorizeUrl('third'), 'eve')
    const code =
      redirectParams(await agent.submit(await readForm(page), { decision: 'allow' })).get('code') ?? ''
    await putUser(app, 'eve', { password: 'another one' })
    const late = await postToken(app, { grant_type: 'authorization_code', code, ...third })
    assert.equal(await errorOf(late, 400), 'invalid_grant')
    assert.match(await (await agent.open(authorizeUrl('webapp'))).text(), /name="password"/)
  })

  it('that changes while many sign in with the old one leaves no sign-in', async () => {
    await putUser(app, 'racer')
    const agents = Array.from({ length: 8 }, () => new UserAgent(app))
    const attempts = agents.map((agent) => signIn(agent, authorizeUrl('webapp'), 'racer'))
    await Promise.race(attempts)
    await putUser(app, 'racer', { password: 'another one' })
    await Promise.all(attempts)
    for (const agent of agents) {
      assert.match(await (await agent.open(authorizeUrl('webapp'))).text(), /name="password"/)
    }
  })

  it('is guessed no faster from many addresses of one network', async () => {
    const signIns = await openSignIns(app)
    const network: number[] = []
    for (let at = 1; at <= 8; at += 1)
      network.push(await signIns.status('ann', `guess ${at}`, `2001:db8:1:2::${at}`))
    assert.ok(network.includes(429))
    assert.equal(await signIns.status('ann', 'guess', '2001:db8:1:3::1'), 401, 'another network')
  })

  it('is counted alike for names that exist and names that do not, in any case', async () => {
    await putUser(app, 'carol')
    const outcomes: number[][] = []
    for (const [name, again] of [
      ['carol', 'CAROL'],
      ['zed', 'ZED'],
    ] as const) {
      const agent = new UserAgent(app)
      const seen: number[] = []
      for (const one of [name, name, name, name, name, again]) {
        seen.push((await signIn(agent, '/auth/login', one, 'wrong')).status)
      }
      outcomes.push(seen)
    }
    assert.deepEqual(outcomes[0], outcomes[1])
  })
})

describe('names to sign in with', () => {
  it('cannot be taken from another user', async () => {
    await putUser(app, 'victim')
    await app.root('PUT', '/User/mallory', { userName: 'victim@example.com', password }, 422)
    await app.root('PUT', '/User/mallory', { userName: 'victim', password }, 422)
    await app.root('PUT', '/User/mallory', { email: 'victim@example.com', password }, 422)
    await app.root('PUT', '/User/mallory', { userName: 'mallory', password }, 201)
    await putUser(app, 'victim', { displayName: 'The same user again' })
  })
})

describe('many clients at once', () => {
  it('with the right secret, before it was ever verified, all get through', async () => {
    await putClient(app, 'busy', { secret: 'busy-secret', grant_types: ['basic'] })
    await app.root('PUT', '/AccessPolicy/busy', { engine: 'allow', link: [{ reference: 'Client/busy' }] })
    const headers = { authorization: basic('busy', 'busy-secret') }
    const seen = await Promise.all(
      Array.from({ length: 60 }, async () => (await app.fetch('/Client', { headers })).status),
    )
    assert.deepEqual(new Set(seen), new Set([200]))
  })
})

describe('signing in again', () => {
  it('keeps what the first sign-in began under the second, so that signing out ends both', async () => {
    const agent = new UserAgent(app)
    const first = await getTokens(app, 'webapp', 'ann', { agent })
    const oldCookie = agent.cookies.get('firekeep_session') ?? ''
    await getCode(app, 'webapp', 'ann', { prompt: 'login' }, agent)
    assert.equal(await status('/Client', first.access_token), 200)
    const old = new UserAgent(app)
    old.cookies.set('firekeep_session', oldCookie)
    assert.match(await (await old.open(authorizeUrl('webapp'))).text(), /name="password"/)
    await agent.submit(await readForm(await agent.open('/auth/logout')), {})
    assert.equal(await status('/Client', first.access_token), 401)
  })
})

describe('signing out', () => {
  it('is not done by a form of another site, whose request comes without the cookie', async () => {
    const response = await app.fetch('/auth/logout', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
      body: 'csrf=x',
    })
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('set-cookie'), null)
  })
})
