/** RFC 8252 §8.6: whoever can pass for a client gets no code without a person who says so. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  pkce,
  putClient,
  putUser,
  redirectParams,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
})
after(() => app.close())

const open = (redirectUri: string, more: Record<string, string> = {}) =>
  authorizeUrl('native', { redirect_uri: redirectUri, ...pkce().params, ...more })

async function put(redirectUri: string, more: Record<string, unknown>) {
  await putClient(app, 'native', webapp({ redirect_uri: redirectUri, secret_required: undefined }, more))
}

for (const [uri, requested] of [
  ['http://127.0.0.1/cb', 'http://127.0.0.1:5555/cb'],
  ['http://[::1]/cb', 'http://[::1]:5555/cb'],
  ['http://localhost:5555/cb', 'http://localhost:5555/cb'],
  ['com.example.app:/cb', 'com.example.app:/cb'],
] as const) {
  for (const firstParty of [true, false]) {
    it(`${uri}, first_party: ${firstParty}: each time, also after a consent`, async () => {
      await put(uri, { secret: undefined, first_party: firstParty })
      const agent = new UserAgent(app)
      const page = await signIn(agent, open(requested), 'ann')
      assert.equal(page.status, 200, 'a question')
      const back = await agent.submit(await readForm(page), { decision: 'allow' })
      assert.ok(redirectParams(back).get('code'))
      assert.equal((await agent.open(open(requested))).status, 200, 'again')
      const silent = await agent.open(open(requested, { prompt: 'none' }))
      assert.equal(redirectParams(silent).get('error'), 'consent_required')
    })
  }
}

describe('nobody is asked each time', () => {
  it('about a client that proves itself, or one whose page is on the web', async () => {
    for (const [uri, secret] of [
      ['http://127.0.0.1/cb', 'a-secret-of-it'],
      ['https://app.example/cb', undefined],
    ] as const) {
      await put(uri, { secret: secret ?? null, first_party: true })
      assert.ok(redirectParams(await signIn(new UserAgent(app), open(uri), 'ann')).get('code'), uri)
    }
  })
})
