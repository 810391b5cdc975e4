import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ensureConsoleClient } from '../../../src/console/console-client.ts'
import { observeHost } from '../../support/observe-host.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('Client/console', () => {
  const observed = observeHost()
  let app: TestApp
  before(async () => {
    app = await openTestApp({}, observed.plugins)
  })
  after(() => app.close())

  interface Shape {
    readonly meta: { readonly versionId: string }
    readonly auth: { readonly authorization_code: Record<string, unknown> }
    readonly [name: string]: unknown
  }
  const read = async () => (await app.root('GET', '/Client/console')) as unknown as Shape
  const ensure = (url = baseUrl) => ensureConsoleClient({ ...observed.host(), baseUrl: url })

  it('is a public first-party client of the code grant with PKCE', async () => {
    const client = await read()
    assert.deepEqual([client.first_party, client.grant_types, client.secret], [true, ['code'], undefined])
    assert.deepEqual(client.auth.authorization_code, {
      ...{ redirect_uris: [`${baseUrl}/ui/callback`], pkce: true, access_token_expiration: 1800 },
    })
    assert.deepEqual(client.post_logout_redirect_uris, [`${baseUrl}/ui`])
  })

  it('is left alone by further starts, and so are the changes of an operator', async () => {
    const before = await read()
    await ensure()
    assert.equal((await read()).meta.versionId, before.meta.versionId)
    const own = { ...before.auth.authorization_code, access_token_expiration: 60 }
    await app.root('PUT', '/Client/console', { ...before, name: 'Ours', auth: { authorization_code: own } })
    await ensure()
    const after = await read()
    assert.deepEqual([after.name, after.auth.authorization_code.access_token_expiration], ['Ours', 60])
  })

  it('follows the server to another base URL, and leaves the former one', async () => {
    await ensure('https://moved.example')
    const moved = await read()
    assert.deepEqual(moved.auth.authorization_code.redirect_uris, ['https://moved.example/ui/callback'])
    assert.deepEqual(moved.post_logout_redirect_uris, ['https://moved.example/ui'])
    assert.equal(moved.name, 'Ours')
    await ensure()
    assert.deepEqual((await read()).auth.authorization_code.redirect_uris, [`${baseUrl}/ui/callback`])
  })

  it('needs no consent at the address of the server itself, however local', async () => {
    const local = await openTestApp({ BASE_URL: 'http://localhost:8080' })
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: 'console', redirect_uri: 'http://localhost:8080/ui/callback' },
      ...{ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', prompt: 'none' },
    })
    const response = await local.fetch(`http://localhost:8080/auth/authorize?${query}`)
    const target = new URL(response.headers.get('location') ?? '')
    assert.equal(target.searchParams.get('error'), 'login_required')
    await local.close()
  })
})
