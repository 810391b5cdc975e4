/** An authorization request that waits for a person: its id, its browser, its time, and several tabs of one browser. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  getCode,
  password,
  postToken,
  putClient,
  putUser,
  redirectParams,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'
import { type Form, readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putUser(app, 'bob')
  await putClient(app, 'webapp')
  await putClient(app, 'third', webapp({}, { first_party: false }))
})
after(() => app.close())

const asAnn = { username: 'ann', password }
const allow = { decision: 'allow' }

/** Where the request waits: the URL of the page, with the id alone. */
async function waitingUrl(agent: UserAgent, url: string): Promise<string> {
  const location = (await agent.request(url)).headers.get('location') ?? ''
  assert.match(location, /^http:\/\/server\.test\/auth\/(login|grant)\?request=[\w-]{22}$/)
  return location
}

/** Opens the login page in a tab. */
async function openTab(agent: UserAgent, clientId: string, params: Record<string, string>): Promise<Form> {
  return await readForm(await agent.open(await waitingUrl(agent, authorizeUrl(clientId, params))))
}

/** The client gets a code that is worth a token, and the state of its own request. */
async function assertFinished(response: Response, state: string, clientId: string): Promise<void> {
  const params = redirectParams(response)
  assert.equal(params.get('state'), state)
  const code = params.get('code') ?? ''
  const client = { client_id: clientId, client_secret: 'verysecret' }
  const answer = await postToken(app, { grant_type: 'authorization_code', code, ...client })
  assert.equal(answer.status, 200, await answer.text())
}

describe('two tabs of one browser', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    const name = order[0] === 0 ? 'the first before the second' : 'the second before the first'

    it(`first-party, ${name}: both finish, each with its own state`, async () => {
      const agent = new UserAgent(app)
      const tabs = [
        await openTab(agent, 'webapp', { state: 'tab-0' }),
        await openTab(agent, 'webapp', { state: 'tab-1' }),
      ]
      for (const at of order)
        await assertFinished(await agent.submit(tabs[at] as Form, asAnn), `tab-${at}`, 'webapp')
    })

    it(`third-party, ${name}: both sign in, then both consent`, async () => {
      const agent = new UserAgent(app)
      const tabs = [
        await openTab(agent, 'third', { state: 'tab-0', prompt: 'consent' }),
        await openTab(agent, 'third', { state: 'tab-1', prompt: 'consent' }),
      ]
      const consents = new Map<number, Form>()
      for (const at of order) consents.set(at, await readForm(await agent.submit(tabs[at] as Form, asAnn)))
      for (const at of order)
        await assertFinished(await agent.submit(consents.get(at) as Form, allow), `tab-${at}`, 'third')
    })

    it(`two people, ${name}: each tab finishes for who has signed in there`, async () => {
      const agent = new UserAgent(app)
      const tabs = [
        await openTab(agent, 'webapp', { state: 'tab-0' }),
        await openTab(agent, 'third', { state: 'tab-1', prompt: 'consent' }),
      ]
      for (const at of order) {
        const username = at === 0 ? 'ann' : 'bob'
        const answer = await agent.submit(tabs[at] as Form, { username, password })
        const last = at === 0 ? answer : await agent.submit(await readForm(answer), allow)
        await assertFinished(last, `tab-${at}`, at === 0 ? 'webapp' : 'third')
      }
    })
  }

  it('a sign-in of the same person in another tab leaves the consent page in force', async () => {
    const agent = new UserAgent(app)
    const consent = await readForm(
      await signIn(agent, authorizeUrl('third', { state: 'c', prompt: 'consent' }), 'ann'),
    )
    await getCode(app, 'webapp', 'ann', { prompt: 'login' }, agent)
    await assertFinished(await agent.submit(consent, allow), 'c', 'third')
  })

  it('after the sign-in of somebody else the consent page asks that person, and only then allows', async () => {
    await putUser(app, 'cat')
    const agent = new UserAgent(app)
    const url = authorizeUrl('third', { state: 'c', scope: 'openid', prompt: 'consent' })
    const shownToAnn = await readForm(await signIn(agent, url, 'ann'))
    await getCode(app, 'webapp', 'cat', { prompt: 'login' }, agent)
    const page = await agent.submit(shownToAnn, allow)
    assert.equal(page.status, 200)
    const html = await page.clone().text()
    assert.match(html, /cat/)
    const grants = await app.root('GET', '/Grant?user=User/cat')
    assert.equal(grants.total ?? (grants.entry as unknown[] | undefined)?.length ?? 0, 0)
    await assertFinished(await agent.submit(await readForm(page), allow), 'c', 'third')
  })

  it('that open together, without a cookie yet, both finish', async () => {
    const agent = new UserAgent(app)
    const opened = await Promise.all(['a', 'b'].map((state) => app.fetch(authorizeUrl('webapp', { state }))))
    for (const response of opened) agent.keepCookies(response)
    const forms: Form[] = []
    for (const { headers } of opened)
      forms.push(await readForm(await agent.open(headers.get('location') ?? '')))
    for (const [at, form] of forms.entries())
      await assertFinished(await agent.submit(form, asAnn), 'ab'[at] ?? '', 'webapp')
  })

  it('a page that is loaded again after the sign-in in another tab goes on without one', async () => {
    const agent = new UserAgent(app)
    const url = await waitingUrl(agent, authorizeUrl('webapp', { state: 'waits' }))
    await getCode(app, 'webapp', 'ann', {}, agent)
    await assertFinished(await agent.open(url), 'waits', 'webapp')
  })

  it('prompt=login is fulfilled for its own tab alone', async () => {
    const agent = new UserAgent(app)
    const urls = [
      await waitingUrl(agent, authorizeUrl('webapp', { prompt: 'login', state: 'a' })),
      await waitingUrl(agent, authorizeUrl('webapp', { prompt: 'login', state: 'b' })),
    ]
    const [first = '', second = ''] = urls
    await assertFinished(await agent.submit(await readForm(await agent.open(first)), asAnn), 'a', 'webapp')
    const other = await agent.open(second)
    assert.equal(other.status, 200)
    await assertFinished(await agent.submit(await readForm(other), asAnn), 'b', 'webapp')
  })
})

describe('the id of a request', () => {
  it('is all that the pages carry; loading one again works', async () => {
    const agent = new UserAgent(app)
    const url = await waitingUrl(agent, authorizeUrl('third', { state: 'secret-state', prompt: 'consent' }))
    for (let round = 0; round < 2; round += 1)
      assert.doesNotMatch(await (await agent.open(url)).text(), /secret-state|client_id/)
    await agent.submit(await readForm(await agent.open(url)), asAnn)
    const consentUrl = url.replace('/auth/login', '/auth/grant')
    for (let round = 0; round < 2; round += 1) {
      const page = await agent.open(consentUrl)
      assert.equal(page.status, 200)
      assert.doesNotMatch(await page.text(), /secret-state/)
    }
    const consent = await readForm(await agent.open(consentUrl))
    await assertFinished(await agent.submit(consent, allow), 'secret-state', 'third')
  })

  const refused = async (response: Response) => {
    assert.equal(response.status, 400)
    assert.equal(response.headers.get('location'), null)
    const html = await response.text()
    assert.match(html, /expired-request/)
    assert.match(html, /href="http:\/\/server\.test\/auth\/login"/, 'a way on')
  }

  it('is worth nothing in another browser, with or without a cookie of its own', async () => {
    const url = await waitingUrl(new UserAgent(app), authorizeUrl('webapp'))
    const other = new UserAgent(app)
    await refused(await other.open(url))
    await getCode(app, 'webapp', 'bob', {}, other)
    await refused(await other.open(url))
    await refused(await other.open(url.replace('/auth/login', '/auth/grant')))
  })

  it('cannot be put into a form of another request, nor be made up', async () => {
    const agent = new UserAgent(app)
    const theirs = await openTab(new UserAgent(app), 'webapp', {})
    const [one, two] = [await openTab(agent, 'webapp', {}), await openTab(agent, 'webapp', {})]
    for (const request of [theirs.fields.request, two.fields.request, 'A'.repeat(22)]) {
      const form = { ...one, fields: { ...one.fields, request: request ?? '' } }
      assert.equal((await agent.submit(form, asAnn)).status, 403)
    }
    await refused(await agent.open(`/auth/login?request=${'A'.repeat(22)}`))
    assert.equal((await agent.open('/auth/login?request=x')).status, 400)
    assert.equal((await agent.open('/auth/grant')).status, 400)
  })

  it('expires after an hour, before and after the password', async () => {
    const agent = new UserAgent(app)
    const url = await waitingUrl(agent, authorizeUrl('webapp'))
    const form = await readForm(await agent.open(url))
    app.clock.advance(59 * 60)
    assert.equal((await agent.open(url)).status, 200)
    app.clock.advance(2 * 60)
    await refused(await agent.open(url))
    await refused(await agent.submit(form, asAnn))
  })

  it('is not made where nobody has to be asked', async () => {
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    const response = await agent.request(authorizeUrl('webapp', { state: 's' }))
    assert.equal(redirectParams(response).get('state'), 's')
    assert.equal(response.headers.get('set-cookie'), null)
  })

  it('does not outlive what the client may do', async () => {
    await putClient(app, 'fading')
    const opened = async () => {
      const agent = new UserAgent(app)
      const form = await openTab(agent, 'fading', {})
      return async () => await agent.submit(form, asAnn)
    }
    const [moved, asleep, remade] = [await opened(), await opened(), await opened()]
    await putClient(app, 'fading', webapp({ redirect_uri: 'https://elsewhere.example' }))
    assert.equal((await moved()).status, 400)
    await putClient(app, 'fading', webapp({}, { active: false }))
    assert.equal((await asleep()).status, 400)
    await app.root('DELETE', '/Client/fading')
    await putClient(app, 'fading')
    assert.equal((await remade()).status, 400)
  })

  it('an address of the page with the whole request begins it', async () => {
    const agent = new UserAgent(app)
    const url = authorizeUrl('webapp', { state: 'old', password: 'typed-into-the-query' })
    for (const page of ['login', 'grant']) {
      const response = await agent.open(url.replace('authorize', page))
      assert.equal(response.status, 200)
      assert.doesNotMatch(await response.clone().text(), /typed-into-the-query/)
      assert.ok((await readForm(response)).fields.request)
    }
  })
})

describe('forms', () => {
  it('cannot be made up by who planted the cookie, not even without an Origin', async () => {
    for (const name of ['firekeep_form', 'firekeep_session']) {
      const planted = 'planted-by-another-site'
      const csrf = createHash('sha256').update(`form:${planted}`).digest('base64url')
      const response = await app.fetch('/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: `${name}=${planted}` },
        body: new URLSearchParams({ ...asAnn, csrf }),
      })
      assert.equal(response.status, 403)
      assert.equal(response.headers.get('set-cookie'), null)
    }
  })

  it('carry tokens that are worth nothing on another page', async () => {
    const agent = new UserAgent(app)
    const login = await openTab(agent, 'third', { prompt: 'consent' })
    const consent = await readForm(await agent.submit(login, asAnn))
    const swapped = { ...consent, fields: { ...consent.fields, csrf: login.fields.csrf ?? '' } }
    assert.equal((await agent.submit(swapped, allow)).status, 403)
    const logout = { action: `${baseUrl}/auth/logout`, fields: { csrf: consent.fields.csrf ?? '' } }
    assert.equal((await agent.submit(logout, {})).status, 403)
    assert.equal(
      (await agent.submit({ ...consent, fields: { ...consent.fields, csrf: '' } }, allow)).status,
      403,
    )
    assert.ok(redirectParams(await agent.submit(consent, allow)).get('code'))
  })

  it('a refusal counts also where another tab has allowed meanwhile', async () => {
    const agent = new UserAgent(app)
    const url = authorizeUrl('third', { scope: 'openid email phone' })
    const [one, two] = [
      await readForm(await signIn(agent, url, 'bob')),
      await readForm(await agent.open(url)),
    ]
    assert.ok(redirectParams(await agent.submit(one, allow)).get('code'))
    assert.equal(redirectParams(await agent.submit(two, { decision: 'deny' })).get('error'), 'access_denied')
  })
})
