import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ConfigError } from '../../../../src/config.ts'
import { openTestApp, type TestApp } from '../../../support/test-app.ts'
import { readForm, UserAgent } from '../../../support/user-agent.ts'

const texts = {
  'login.title': 'Anmelden',
  'login.wrong': 'Name oder Passwort ist falsch.',
  'error.title': 'Das geht nicht',
  'error.advice': 'Zurück zur Anwendung.',
  'error.expired': 'Bitte noch einmal anfangen',
  'error.expiredAdvice': 'In der Anwendung, oder hier.',
}

describe('a server with settings for its pages', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp({
      BRAND_NAME: 'Klinik <Nord>',
      BRAND_LOGO_URL: 'https://cdn.example/logo.svg',
      BRAND_COLORS: 'accent=#0066cc',
      BRAND_LANGUAGE: 'de',
      BRAND_TEXTS: JSON.stringify(texts),
    })
  })
  after(() => app.close())

  it('shows them, and lets only its logo through', async () => {
    const answer = await app.fetch('/auth/login')
    const page = await answer.text()
    for (const part of [
      'Klinik &lt;Nord&gt;',
      'src="https://cdn.example/logo.svg"',
      '<h1>Anmelden</h1>',
      'lang="de"',
    ]) {
      assert.ok(page.includes(part), part)
    }
    assert.match(page, /--accent:#0066cc/)
    assert.match(answer.headers.get('content-security-policy') ?? '', /img-src data: https:\/\/cdn\.example;/)
  })

  it('says in its own words what went wrong', async () => {
    const agent = new UserAgent(app)
    const form = await readForm(await agent.open('/auth/login'))
    const wrong = await agent.submit(form, { username: 'admin', password: 'wrong' })
    assert.equal(wrong.status, 401)
    assert.ok((await wrong.text()).includes(texts['login.wrong']))
    const expired = await (await app.fetch(`/auth/login?request=${'A'.repeat(22)}`)).text()
    for (const key of ['error.expired', 'error.expiredAdvice'] as const)
      assert.ok(expired.includes(texts[key]))
    const unknown = await (await app.fetch('/auth/authorize?client_id=nobody')).text()
    for (const key of ['error.title', 'error.advice'] as const) assert.ok(unknown.includes(texts[key]))
  })

  it('does not start with those that it cannot show', async () => {
    const isRefused = (error: unknown) => error instanceof ConfigError && /BRAND_COLORS/.test(error.message)
    await assert.rejects(openTestApp({ BRAND_COLORS: 'accent=red' }), isRefused)
  })
})
