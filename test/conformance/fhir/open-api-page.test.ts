/** Who reads the OpenAPI document, as data and as a page. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret } from '../../support/test-app.ts'

await bePatient()

const html = { accept: 'text/html,application/xhtml+xml' }

describe('the OpenAPI document', () => {
  it('needs a policy, unless it is public', async () => {
    const app = await openTestApp()
    for (const path of ['/openapi.json', '/docs']) {
      assert.equal((await app.fetch(path)).status, 401, path)
      const known = await app.fetch(path, { headers: { ...html, authorization: basic('root', rootSecret) } })
      assert.equal(known.status, 200, path)
    }
    await app.close()
  })

  it('is for everybody with OPENAPI=public, and a page at /docs without a script', async () => {
    const app = await openTestApp({ OPENAPI: 'public' })
    const { openapi } = (await (await app.fetch('/openapi.json')).json()) as { openapi: string }
    assert.equal(openapi, '3.1.0')
    const page = await app.fetch('/docs', { headers: html })
    const text = await page.text()
    assert.equal(page.status, 200)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /script-src/)
    assert.doesNotMatch(text, /<script/)
    assert.match(text, /<code>PUT \/Patient\/\{id\}<\/code>/)
    assert.match(text, /id="schema-HumanName"/)
    // Bodies of others are not read for it, and everything else stays as it was.
    assert.equal((await app.fetch('/Operation')).status, 401)
    await app.close()
  })
})
