import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { password, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns, type SignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
let signIns: SignIns
const shared = '198.51.100.10'

before(async () => {
  app = await openTestApp()
  await Promise.all(['ann', 'bob', 'eve'].map((id) => putUser(app, id)))
  signIns = await openSignIns(app)
})
after(() => app.close())

/** Of three guesses: a slot may come back meanwhile. */
async function isSlowed(agent: UserAgent): Promise<boolean> {
  const seen: number[] = []
  for (const guess of ['one', 'two', 'three'])
    seen.push((await signIns.attempt('eve', `another ${guess}`, shared, agent)).status)
  return seen.filter((status) => status === 429).length >= 2
}

describe('an address that many share', () => {
  it('lets the right password in after any number of wrong ones for other names', async () => {
    for (let at = 0; at < 62; at += 1) await signIns.status(`name-${at}`, 'wrong', shared)
    assert.equal(await signIns.status('bob', password, shared), 302)
    assert.equal(await signIns.status('bob', password, shared), 302)
  })

  it('lets people in who mistype now and then, while guesses go on', async () => {
    for (const name of ['bob', 'ann']) {
      await signIns.status(name, `mistyped by ${name}`, shared)
      for (let at = 0; at < 4; at += 1) await signIns.status(`other-${name}-${at}`, 'wrong', shared)
      assert.equal(await signIns.status(name, password, shared), 302, name)
    }
  })

  it('lets a browser in that the user has signed in with before, though a neighbour guesses at this very user', async () => {
    const own = new UserAgent(app)
    assert.equal((await signIns.attempt('eve', password, shared, own)).status, 302)
    const seen: number[] = []
    for (let at = 0; at < 24; at += 1) seen.push(await signIns.status('eve', `guess ${at}`, shared))
    assert.ok(seen.includes(429), 'the neighbour is slowed down')
    own.cookies.delete('firekeep_session')
    assert.equal((await signIns.attempt('eve', password, shared, own)).status, 302)
  })

  it('asks the same of a cookie that was not made here, or of another user', async () => {
    const stranger = new UserAgent(app)
    stranger.cookies.set('firekeep_device', 'a'.repeat(44))
    assert.ok(await isSlowed(stranger))
    const other = new UserAgent(app)
    assert.equal((await signIns.attempt('bob', password, shared, other)).status, 302)
    assert.ok(await isSlowed(other))
  })
})

describe('the cookie of a device', () => {
  it('is for the server alone, stays for months, and is the same after the next sign-in', async () => {
    const agent = new UserAgent(app)
    const response = await signIns.attempt('ann', password, shared, agent)
    const cookie = response.headers.getSetCookie().find((one) => one.startsWith('firekeep_device=')) ?? ''
    assert.match(cookie, /^firekeep_device=[\w-]{44}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=15552000$/)
    const first = agent.cookies.get('firekeep_device')
    await signIns.attempt('bob', password, shared, agent)
    assert.equal(agent.cookies.get('firekeep_device'), first)
  })
})
