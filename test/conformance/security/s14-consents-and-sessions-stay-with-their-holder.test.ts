/** A Grant or a Session is worth nothing for another user or client that is made under the same id, even where it was left behind. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { Grant } from '../../../src/oauth/resources/Grant.ts'
import { Session } from '../../../src/oauth/resources/Session.ts'
import {
  allowUser,
  authorizeUrl,
  bearer,
  errorOf,
  getTokens,
  putClient,
  putUser,
  refresh,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { observeHost } from '../../support/observe-host.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

const observed = observeHost()
let app: TestApp

before(async () => {
  app = await openTestApp({}, observed.plugins)
})
after(() => app.close())

beforeEach(async () => {
  await putUser(app, 'carl')
  await allowUser(app, 'carl')
  await putClient(app, 'third', webapp({}, { first_party: false }))
  await putClient(app, 'webapp')
})

const again: [who: string, how: () => Promise<unknown>][] = [
  ['user', async () => [await app.root('DELETE', '/User/carl'), await putUser(app, 'carl')]],
  [
    'client',
    async () => {
      await app.root('DELETE', '/Client/third')
      await app.root('DELETE', '/Client/webapp')
      await putClient(app, 'third', webapp({}, { first_party: false }))
      await putClient(app, 'webapp')
    },
  ],
]

/** Whether the page that follows the sign-in asks for consent; allows it then. */
async function isAsked(): Promise<boolean> {
  const agent = new UserAgent(app)
  const page = await signIn(agent, authorizeUrl('third', { scope: 'openid' }), 'carl')
  if (page.status !== 200) return false
  await agent.submit(await readForm(page), { decision: 'allow' })
  return true
}

/** Grants as they were before the change, and then as older servers wrote them. */
async function leaveBehind(change: () => Promise<unknown>): Promise<string> {
  const { documents } = observed.host()
  const [grant] = await documents.all(Grant, [['user', 'User/carl']])
  assert.ok(grant)
  await change()
  const { meta: _, ...left } = grant.resource
  await documents.put(Grant, grant.id, () => left)
  return grant.id
}

for (const [who, makeAgain] of again) {
  describe(`another ${who} of the same id`, () => {
    it('is asked for consent, and only once', async () => {
      await isAsked()
      assert.equal(await isAsked(), false)
      await leaveBehind(makeAgain)
      assert.equal(await isAsked(), true)
      assert.equal(await isAsked(), false)
    })

    it('does not get what a Session of the one before allows', async () => {
      const { documents } = observed.host()
      const { access_token, refresh_token = '' } = await getTokens(app, 'webapp', 'carl')
      const use = async () => (await app.fetch('/Client', { headers: bearer(access_token) })).status
      assert.equal(await use(), 200)
      const open = await documents.all(Session, [
        ['user', 'User/carl'],
        ['active', 'true'],
      ])
      await makeAgain()
      for (const { id } of open) {
        await documents.update(Session, id, ({ end: _, ...session }) => ({ ...session, active: true }))
      }
      assert.equal(await use(), 401)
      const secret = { client_id: 'webapp', client_secret: 'verysecret' }
      assert.equal(await errorOf(await refresh(app, refresh_token, secret), 400), 'invalid_grant')
    })
  })
}

it('a Grant of before, which does not name the two by their time, counts for those who are older than it', async () => {
  const { documents } = observed.host()
  await isAsked()
  const [grant] = await documents.all(Grant, [['user', 'User/carl']])
  assert.ok(grant)
  const { userCreatedAt: _, clientCreatedAt: __, ...old } = grant.resource
  await documents.put(Grant, grant.id, () => old)
  assert.equal(await isAsked(), false)
  await app.root('DELETE', '/User/carl')
  await putUser(app, 'carl')
  assert.equal(await isAsked(), true)
})
