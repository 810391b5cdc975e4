/** Who is signed in as the administrator when the operator sets another secret is not signed in as the new one. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { basic, bearer, getTokens, postToken, putClient, putUser, refresh } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'
import { openTestDatabase, type TestDatabase } from '../../support/test-database.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

describe('a start with another secret', () => {
  let folder: string
  let database: TestDatabase
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firekeep-test-'))
    database = await openTestDatabase()
  })
  after(async () => {
    await database.drop()
    await rm(folder, { recursive: true })
  })

  const start = (secrets: Record<string, string> = {}) =>
    openTestApp({ DATA_DIR: join(folder, 'data'), ...database.env, ...secrets })
  const read = async (app: TestApp, token: string) =>
    (await app.fetch('/Client', { headers: bearer(token) })).status

  it('ends what was signed in before, and nothing at a start with the same', async () => {
    const first = await start()
    await putClient(first, 'webapp')
    await first.root('DELETE', '/User/admin')
    // Somebody who may make users takes the name.
    await putUser(first, 'admin')
    await putUser(first, 'ann')
    const agent = new UserAgent(first)
    const taken = await getTokens(first, 'webapp', 'admin', { agent })
    const ann = await getTokens(first, 'webapp', 'ann')
    const asRoot = { authorization: basic('root', rootSecret) }
    const issued = await postToken(first, { grant_type: 'client_credentials' }, asRoot)
    const { access_token: ofRoot } = (await issued.json()) as { access_token: string }
    assert.deepEqual([await read(first, taken.access_token), await read(first, ofRoot)], [403, 200])
    await first.close()

    // With the password of the operator, which is not the one that was taken with the name.
    const second = await start()
    assert.equal(await read(second, taken.access_token), 401)
    assert.equal((await refresh(second, taken.refresh_token ?? '')).status, 400)
    const cookie = [...agent.cookies].map((one) => one.join('=')).join('; ')
    assert.equal((await second.fetch('/auth/account', { headers: { cookie } })).status, 302)
    assert.deepEqual([await read(second, ann.access_token), await read(second, ofRoot)], [403, 200])
    await second.close()

    const third = await start({ ROOT_CLIENT_SECRET: 'another secret of the tests' })
    assert.deepEqual([await read(third, ann.access_token), await read(third, ofRoot)], [403, 401])
    await third.close()
  })
})
