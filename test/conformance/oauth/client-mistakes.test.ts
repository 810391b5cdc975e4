/** A Client that cannot work is refused when it is written, in words that say what to write instead. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { webapp } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
})
after(() => app.close())

const code = 'Client.auth.authorization_code'

describe('422', () => {
  const rows: readonly (readonly [name: string, client: object, expression: string, words: RegExp])[] = [
    [
      'a redirect URI with a wildcard',
      webapp({ redirect_uri: 'http://a.example/*' }),
      `${code}.redirect_uri`,
      /stands for nothing here: each address is registered in full/,
    ],
    [
      'one of several with a wildcard',
      webapp({ redirect_uris: ['https://a.example/cb', 'https://*.example/'] }),
      `${code}.redirect_uris[1]`,
      /registered in full/,
    ],
    [
      'a return address with a wildcard',
      webapp({}, { post_logout_redirect_uris: ['https://a.example/*'] }),
      'Client.post_logout_redirect_uris[0]',
      /registered in full/,
    ],
    [
      'codes without a redirect URI',
      { grant_types: ['code'] },
      `${code}.redirect_uri`,
      /is required with `grant_types: \[code\]`/,
    ],
    [
      'the same by its other name',
      { grant_types: ['authorization_code'], auth: { authorization_code: {} } },
      `${code}.redirect_uri`,
      /is required/,
    ],
    [
      'a list in redirect_uri',
      webapp({ redirect_uri: ['https://a.example/', 'https://b.example/'] }),
      `${code}.redirect_uri`,
      /must be a string, not a list; several go into `redirect_uris`/,
    ],
    [
      'a grant that is not offered',
      webapp({}, { grant_types: ['implicit'] }),
      'Client.grant_types[0]',
      /must be one of `code`, .*, not `implicit`$/,
    ],
    [
      'a grant that is misspelt',
      webapp({}, { grant_types: ['client_credential'] }),
      'Client.grant_types[0]',
      /did you mean `client_credentials`\?/,
    ],
    [
      'an algorithm that is not offered',
      webapp({}, { id_token_signed_response_alg: 'HS256' }),
      'Client.id_token_signed_response_alg',
      /must be one of `RS256`, `ES256`, not `HS256`/,
    ],
  ]
  for (const [name, client, expression, words] of rows) {
    it(name, async () => {
      const { issue } = await app.root('PUT', '/Client/bad', client, 422)
      const [first] = issue as { diagnostics: string; expression: string[] }[]
      assert.deepEqual(first?.expression, [expression])
      assert.match(first?.diagnostics ?? '', words)
    })
  }

  it('a value that does not look like a word is not repeated', async () => {
    const client = webapp({}, { grant_types: ['my secret, pasted here'] })
    const outcome = await app.root('PUT', '/Client/bad', client, 422)
    assert.doesNotMatch(JSON.stringify(outcome), /pasted/)
  })
})

describe('404 at a path that there is not', () => {
  for (const [path, meant] of [
    ['/Clients', '/Client'],
    ['/client', '/Client'],
    ['/Clients/webapp', '/Client'],
    ['/fhir/client/webapp', '/fhir/Client'],
    ['/auth/tokn', '/auth/token'],
    ['/acesspolicy', '/AccessPolicy'],
  ] as const) {
    it(`${path} says that ${meant} was meant`, async () => {
      const { issue } = await app.root('GET', path, undefined, 404)
      const [first] = issue as { diagnostics: string }[]
      assert.equal(first?.diagnostics, `There is no such path or resource type; did you mean \`${meant}\`?`)
    })
  }

  it('says nothing of one that is like none', async () => {
    const { issue } = await app.root('GET', '/Spaceship/x', undefined, 404)
    assert.equal(
      (issue as { diagnostics: string }[])[0]?.diagnostics,
      'There is no such path or resource type',
    )
  })
})
