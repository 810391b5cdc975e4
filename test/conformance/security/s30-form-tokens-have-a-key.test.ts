import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { password, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
})
after(() => app.close())

describe('a cookie that somebody else has put into the browser', () => {
  it('opens no form: its token cannot be computed from it', async () => {
    const planted = 'planted-by-another-site-0123456789abcdefghij'
    const plain = createHash('sha256').update(planted)
    const guesses = [planted, plain.copy().digest('base64url'), plain.copy().digest('hex')]
    for (const csrf of guesses) {
      const agent = new UserAgent(app)
      agent.cookies.set('firekeep_form', planted)
      const response = await agent.request('/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrf, username: 'ann', password }),
      })
      assert.equal(response.status, 403)
      assert.equal(agent.cookies.get('firekeep_session'), undefined)
    }
  })
})
