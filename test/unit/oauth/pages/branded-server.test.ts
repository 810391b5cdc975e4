import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ConfigError } from '../../../../src/config.ts'
import { openTestApp, type TestApp } from '../../../support/test-app.ts'

describe('a server with settings for its pages', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp({
      BRAND_NAME: 'Klinik <Nord>',
      BRAND_LOGO_URL: 'https://cdn.example/logo.svg',
      BRAND_COLORS: 'accent=#0066cc',
      BRAND_LANGUAGE: 'de',
      BRAND_TEXTS: '{"login.title":"Anmelden"}',
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

  it('does not start with those that it cannot show', async () => {
    const isRefused = (error: unknown) => error instanceof ConfigError && /BRAND_COLORS/.test(error.message)
    await assert.rejects(openTestApp({ BRAND_COLORS: 'accent=red' }), isRefused)
  })
})
