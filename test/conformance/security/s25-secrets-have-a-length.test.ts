import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { putClient, putUser, webapp } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
})
after(() => app.close())

const problemOf = async (path: string, body: Record<string, unknown>) => {
  const { issue } = await app.root('PUT', path, body, 422)
  const [{ diagnostics = '', expression = [] } = {}] = issue as {
    diagnostics?: string
    expression?: string[]
  }[]
  return [diagnostics, expression[0]]
}

describe('passwords and client secrets', () => {
  for (const short of ['x', '1234567', '\u{1f511}'.repeat(7)]) {
    it(`of ${[...short].length} characters are refused in words`, async () => {
      const message = 'must have at least 8 characters'
      assert.deepEqual(await problemOf('/User/short', { password: short }), [message, 'User.password'])
      assert.deepEqual(await problemOf('/Client/short', { secret: short }), [message, 'Client.secret'])
    })
  }

  it('of eight characters are taken, and so is what the documentation shows', async () => {
    await putUser(app, 'eight', { password: '12345678' })
    await putClient(app, 'eight', { secret: '12345678' })
    await putClient(app, 'webapp', webapp({}, { secret: 'verysecret' }))
  })

  it('stay where a document is written without them', async () => {
    await app.root('PUT', '/User/eight', { displayName: 'Eight' }, 200)
  })

  it('are described with their length', async () => {
    const { components } = await app.root('GET', '/openapi.json')
    const { User } = (components as { schemas: Record<string, unknown> }).schemas
    assert.match(JSON.stringify(User), /"password":\{[^}]*"minLength":8/)
  })
})

describe('an e-mail address of the wrong form', () => {
  it('is explained by an example', async () => {
    const [message] = await problemOf('/User/short', { email: 'no address' })
    assert.equal(message, 'does not have the right form, which is that of `ann@example.com`')
  })
})
