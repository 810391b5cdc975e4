import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createSecrets } from '../../../src/runtime/secrets.ts'
import { basic, putClient, putUser, webapp } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { openTestDatabase } from '../../support/test-database.ts'

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

describe('secrets of the environment', () => {
  it('are the choice of the operator, who is warned: short ones count, at the next start too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'firekeep-test-'))
    const database = await openTestDatabase()
    const env = { DATA_DIR: join(folder, 'data'), ...database.env, ADMIN_PASSWORD: 'a' }
    for (const secret of ['r', 'r', 'other']) {
      const short = await openTestApp({ ...env, ROOT_CLIENT_SECRET: secret })
      const read = await short.fetch('/Client/root', { headers: { authorization: basic('root', secret) } })
      assert.equal(read.status, 200)
      assert.match(await read.text(), /"versionId": ?"\d+"/)
      await short.close()
    }
    await database.drop()
    await rm(folder, { recursive: true })
  })

  it('may be written as the hash that they have elsewhere', async () => {
    const hash = await createSecrets().hash('short')
    await putUser(app, 'moved', { password: hash })
    const signIns = await openSignIns(app)
    assert.equal(await signIns.status('moved', 'short'), 302)
    assert.equal(await signIns.status('moved', hash), 401, 'the hash is no password')
  })
})

describe('an e-mail address of the wrong form', () => {
  it('is explained by an example', async () => {
    const [message] = await problemOf('/User/short', { email: 'no address' })
    assert.equal(message, 'does not have the right form, which is that of `ann@example.com`')
  })
})
