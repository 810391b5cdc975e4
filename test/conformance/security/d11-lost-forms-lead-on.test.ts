/** A form whose cookie is gone leads on: nobody who sits before a page of ours comes to a dead end. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  getCode,
  password,
  putClient,
  putUser,
  redirectParams,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putClient(app, 'webapp')
  await putClient(app, 'third', webapp({}, { first_party: false }))
})
after(() => app.close())

const asAnn = { username: 'ann', password }

/** Where the button of a page leads. */
async function wayOn(page: Response): Promise<string> {
  const html = await page.text()
  const href = /<a class="button primary" href="([^"]+)">/.exec(html)?.[1]
  assert.ok(href, html.slice(-1500))
  return href.replaceAll('&amp;', '&')
}

describe('a sign-in page that was open in a second tab', () => {
  it('finishes after a sign-in in the first', async () => {
    const agent = new UserAgent(app)
    const second = await readForm(await agent.open(authorizeUrl('webapp', { state: 'second' })))
    await getCode(app, 'webapp', 'ann', {}, agent)
    const params = redirectParams(await agent.submit(second, asAnn))
    assert.equal(params.get('state'), 'second')
    assert.ok(params.get('code'))
  })

  it('leads on with its own request when the cookies are gone', async () => {
    const agent = new UserAgent(app)
    const form = await readForm(
      await agent.open(authorizeUrl('webapp', { state: 'of the tab', scope: 'openid' })),
    )
    agent.cookies.clear()
    const page = await agent.submit(form, asAnn)
    assert.equal(page.status, 403)
    assert.equal([...agent.cookies.keys()].includes('firekeep_session'), false)
    const params = redirectParams(await signIn(agent, await wayOn(page), 'ann'))
    assert.equal(params.get('state'), 'of the tab')
    assert.ok(params.get('code'))
  })

  it('leads on without a sign-in where somebody is signed in', async () => {
    const agent = new UserAgent(app)
    const form = await readForm(await agent.open(authorizeUrl('webapp', { state: 'of the tab' })))
    agent.cookies.clear()
    await getCode(app, 'webapp', 'ann', {}, agent)
    const params = redirectParams(await agent.open(await wayOn(await agent.submit(form, asAnn))))
    assert.equal(params.get('state'), 'of the tab')
  })

  it('leads to the sign-in where no application waits', async () => {
    const agent = new UserAgent(app)
    const form = await readForm(await agent.open('/auth/login'))
    agent.cookies.clear()
    const url = await wayOn(await agent.submit(form, asAnn))
    assert.equal(url, `${baseUrl}/auth/login`)
    assert.equal((await signIn(agent, url, 'ann')).status, 200)
  })
})

describe('a consent page without its cookies', () => {
  it('leads on with its own request, and allows nothing by itself', async () => {
    const agent = new UserAgent(app)
    const form = await readForm(await signIn(agent, authorizeUrl('third', { state: 'c' }), 'ann'))
    agent.cookies.clear()
    const page = await agent.submit(form, { decision: 'allow' })
    assert.equal(page.status, 403)
    const again = await signIn(agent, await wayOn(page), 'ann')
    assert.equal(again.status, 200)
    const params = redirectParams(await agent.submit(await readForm(again), { decision: 'allow' }))
    assert.equal(params.get('state'), 'c')
  })
})

describe('who does not hold the page', () => {
  it('learns nothing of the request by its id', async () => {
    const theirs = await readForm(await new UserAgent(app).open(authorizeUrl('webapp', { state: 'theirs' })))
    const own = await readForm(await new UserAgent(app).open(authorizeUrl('webapp', { state: 'own' })))
    for (const csrf of [own.fields.csrf ?? '', 'made-up', '']) {
      const form = { ...theirs, fields: { ...theirs.fields, csrf } }
      assert.equal(await wayOn(await new UserAgent(app).submit(form, asAnn)), `${baseUrl}/auth/login`)
    }
  })

  it('is refused from another site, with the way to the right address', async () => {
    const agent = new UserAgent(app)
    const form = await readForm(await agent.open(authorizeUrl('webapp')))
    const page = await agent.submit(form, asAnn, { origin: 'https://evil.example' })
    assert.equal(page.status, 403)
    assert.equal(await wayOn(page), `${baseUrl}/auth/login`)
  })

  it('gets a way on from the page that asks whether to sign out, too', async () => {
    const agent = new UserAgent(app)
    await signIn(agent, '/auth/login', 'ann')
    const form = await readForm(await agent.open('/auth/logout'))
    await signIn(agent, authorizeUrl('webapp', { prompt: 'login' }), 'ann')
    const stale = { ...form, fields: { ...form.fields, csrf: 'of-long-ago' } }
    const page = await agent.submit(stale, {})
    assert.equal(page.status, 403)
    assert.equal(await wayOn(page), `${baseUrl}/auth/logout`)
  })
})
