/** A third-party client that acts for a user needs a policy of the user and, where it has any, one of its own. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  authorizeUrl,
  bearer,
  postToken,
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

const ofMixed = { client_id: 'mixed', client_secret: 'verysecret' }

describe('policies of a third-party client', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
    await putUser(app, 'ann')
    await putUser(app, 'bob')
    const grants = { grant_types: ['code', 'client_credentials'], first_party: false }
    await putClient(app, 'mixed', webapp({}, grants))
    await app.root('PUT', '/AccessPolicy/mixed', {
      engine: 'matcho',
      link: [{ reference: 'Client/mixed' }],
      matcho: { params: { 'resource/type': 'Client' } },
    })
    await allowUser(app, 'ann')
  })
  after(() => app.close())

  const tokenFor = async (user: string): Promise<string> => {
    const agent = new UserAgent(app)
    const page = await signIn(agent, authorizeUrl('mixed', { scope: 'user/*.cruds' }), user)
    const back = await agent.submit(await readForm(page), { decision: 'allow' })
    const code = redirectParams(back).get('code') ?? ''
    const answer = await postToken(app, { grant_type: 'authorization_code', code, ...ofMixed })
    return (await answer.json()).access_token
  }
  const status = async (path: string, token: string) =>
    (await app.fetch(path, { headers: bearer(token) })).status

  it('do not reach its users', async () => {
    const token = await tokenFor('bob')
    assert.equal(await status('/Client', token), 403)
  })

  it('narrow what its users may', async () => {
    const token = await tokenFor('ann')
    assert.equal(await status('/Client', token), 200)
    assert.equal(await status('/User', token), 403)
  })

  it('alone count when it acts for itself', async () => {
    const answer = await postToken(app, { grant_type: 'client_credentials', ...ofMixed })
    const { access_token } = await answer.json()
    assert.equal(await status('/Client', access_token), 200)
    assert.equal(await status('/User', access_token), 403)
  })
})
