/** RFC 6797: where the public URL is on https, every answer says so; where it is not, none does. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { openTestApp } from '../../support/test-app.ts'

await bePatient()

const paths = [
  '/health',
  '/',
  '/auth/login',
  '/auth/token',
  '/Patient/none',
  '/nope',
  '/.well-known/jwks.json',
]

describe('Strict-Transport-Security', () => {
  for (const [baseUrl, expected] of [
    ['https://server.test', 'max-age=31536000'],
    ['http://server.test', null],
  ] as const) {
    it(`is ${expected} on every answer of ${baseUrl}`, async () => {
      const app = await openTestApp({ BASE_URL: baseUrl })
      try {
        for (const path of paths) {
          const response = await app.fetch(baseUrl + path)
          assert.equal(response.headers.get('strict-transport-security'), expected, path)
          const head = await app.fetch(baseUrl + path, { method: 'HEAD' })
          assert.equal(head.headers.get('strict-transport-security'), expected, `HEAD ${path}`)
        }
      } finally {
        await app.close()
      }
    })
  }
})
