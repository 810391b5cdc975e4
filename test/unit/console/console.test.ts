import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('the console on the server', () => {
  let app: TestApp
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'console-pages-'))
    await writeFile(join(folder, 'own.js'), 'export default {}\n')
    await writeFile(join(folder, 'notes.txt'), 'not for browsers\n')
    app = await openTestApp({ CONSOLE_PAGES: folder })
  })
  after(async () => {
    await app.close()
    await rm(folder, { recursive: true })
  })

  const shellOf = async (path: string, headers = {}) => await app.fetch(path, { headers })
  const firstScript = async () => {
    const [, path = ''] = /src="(\/ui\/assets\/[^"]+)"/.exec(await (await shellOf('/ui')).text()) ?? []
    return path
  }

  it('answers one document at every path of it, which may do nothing but talk to this server', async () => {
    for (const path of ['/ui', '/ui/', '/ui/resources/Patient/p1', '/ui/assets', '/ui/a/b/c/d/e']) {
      const response = await shellOf(path)
      assert.equal(response.status, 200, path)
      assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
      assert.equal(response.headers.get('cache-control'), 'no-cache')
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
      const policy = response.headers.get('content-security-policy') ?? ''
      for (const part of [
        ...["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"],
        ...["require-trusted-types-for 'script'", "trusted-types 'none'"],
      ])
        assert.ok(policy.includes(part), part)
      assert.doesNotMatch(policy, /unsafe|\*|https?:/)
      assert.doesNotMatch(await response.text(), /<style|<script(?![^>]*src=)|style=| on\w+=/)
    }
  })

  it('answers its files for ever, and says what there is not', async () => {
    const path = await firstScript()
    const response = await app.fetch(path)
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8')
    assert.equal(response.headers.get('content-encoding'), null)
    const head = await app.fetch(path, { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
    for (const missing of ['/ui/assets/none.js', '/ui/assets/..%2Findex.html', '/ui/pages/notes.txt'])
      assert.ok([400, 404].includes((await app.fetch(missing)).status), missing)
    assert.equal((await app.fetch('/ui', { method: 'POST' })).status, 405)
    assert.equal((await app.fetch('/ui/x', { method: 'OPTIONS' })).headers.get('allow'), 'GET, HEAD, OPTIONS')
  })

  it('sends the same under brotli to who takes it', async () => {
    const path = await firstScript()
    const plain = new Uint8Array(await (await app.fetch(path)).arrayBuffer())
    const response = await shellOf(path, { 'accept-encoding': 'gzip, br;q=0.5' })
    assert.equal(response.headers.get('content-encoding'), 'br')
    assert.match(response.headers.get('vary') ?? '', /accept-encoding/i)
    assert.deepEqual(new Uint8Array(brotliDecompressSync(await response.arrayBuffer())), plain)
    assert.equal((await shellOf(path, { 'accept-encoding': 'br;q=0' })).headers.get('content-encoding'), null)
  })

  it('does not send again what the browser has', async () => {
    const etag = (await shellOf('/ui')).headers.get('etag') ?? ''
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const response = await shellOf('/ui/x', { 'if-none-match': sent })
      assert.deepEqual([response.status, await response.text()], [304, ''])
    }
    assert.equal((await shellOf('/ui', { 'if-none-match': '"other"' })).status, 200)
  })

  it('sends who opened it at another name to the public one, once', async () => {
    const response = await shellOf('/ui/x?a=b', { host: '127.0.0.1:9' })
    assert.equal(response.status, 302)
    const location = response.headers.get('location') ?? ''
    assert.equal(location, `${baseUrl}/ui/x?a=b&moved=1`)
    assert.equal((await shellOf('/ui/x?a=b&moved=1', { host: '127.0.0.1:9' })).status, 200)
  })

  it('has the pages of the operator, and tells the console of them', async () => {
    const facts = await (await app.fetch('/', { headers: { accept: 'application/json' } })).json()
    assert.deepEqual(facts.consolePages, [`${baseUrl}/ui/pages/own.js`])
    assert.equal(facts.links.console, `${baseUrl}/ui`)
    const response = await app.fetch('/ui/pages/own.js')
    assert.equal(await response.text(), 'export default {}\n')
    assert.equal(response.headers.get('cache-control'), 'no-cache')
  })

  it('shares the design of the other pages', async () => {
    const response = await app.fetch('/auth/design.css')
    assert.equal(response.headers.get('content-type'), 'text/css; charset=utf-8')
    const design = await response.text()
    const page = await (await app.fetch('/auth/login', { headers: { accept: 'text/html' } })).text()
    assert.ok(page.includes(design))
    const etag = response.headers.get('etag') ?? ''
    assert.equal((await app.fetch('/auth/design.css', { headers: { 'if-none-match': etag } })).status, 304)
  })
})
