/** Three servers, of both runtimes, that share a PostgreSQL as one behind a balancer. */
import assert from 'node:assert/strict'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import postgres from 'postgres'
import {
  bearer,
  errorOf,
  getCode,
  getTokens,
  postToken,
  putClient,
  putUser,
  refresh,
  webapp,
  webappSecret,
} from '../support/code-flow.ts'
import { bePatient } from '../support/patience.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, startServer } from '../support/start-server.ts'
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts'

await bePatient()
const skip = !process.env.TEST_DATABASE_URL
const baseUrl = 'http://balanced.test'
const secretsKey = 'a-key-that-the-servers-share-0123456789'
/** What one server knows, the others must know within this time. */
const spreadsWithinMs = 1000

describe(`several servers on one database${skip ? ' (skipped: TEST_DATABASE_URL is not set)' : ''}`, {
  skip,
}, () => {
  let database: TestDatabase
  let servers: RunningServer[] = []
  let rootSecret = ''
  /** Every request goes to the next server. */
  let balanced: RemoteApp
  let each: RemoteApp[] = []

  before(async () => {
    database = await openTestDatabase()
    const env = { ...database.env, BASE_URL: baseUrl, SECRETS_KEY: secretsKey }
    const started = await Promise.allSettled(
      (['bun', 'deno', 'bun'] as const).map((runtime) => startServer({ runtime, env })),
    )
    servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    for (const one of started) if (one.status === 'rejected') throw one.reason
    rootSecret = servers.map((server) => server.rootSecret).find((secret) => secret !== '') ?? ''
    balanced = toRemoteApp(servers, { baseUrl, rootSecret })
    each = servers.map((server) => toRemoteApp([server], { baseUrl, rootSecret }))
    await putUser(balanced, 'ann')
    await putClient(balanced, 'webapp')
    await putClient(balanced, 'opaque', webapp({ token_format: undefined }))
  })
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await database?.drop()
  })

  const statusOf = async (app: RemoteApp, path: string, token: string) => {
    const response = await app.fetch(path, { headers: bearer(token) })
    await response.text()
    return response.status
  }
  /** Fails unless all servers answer so soon enough. */
  const everywhere = async (path: string, token: string, expected: number) => {
    const giveUpAt = performance.now() + spreadsWithinMs
    for (const app of each) {
      let status = await statusOf(app, path, token)
      while (status !== expected && performance.now() < giveUpAt) status = await statusOf(app, path, token)
      assert.equal(status, expected, `${path} on ${servers[each.indexOf(app)]?.url}`)
    }
  }

  it('start at once on an empty database, and one of them shows the secrets', async () => {
    assert.equal(servers.filter((server) => server.rootSecret !== '').length, 1)
    assert.equal(servers.filter((server) => server.adminPassword !== '').length, 1)
    for (const app of each) await app.root('GET', '/Client/root', undefined, 200)
  })

  it('publish the same keys', async () => {
    const documents = await Promise.all(
      each.map(async (app) => await (await app.fetch('/.well-known/jwks.json')).text()),
    )
    assert.equal(new Set(documents).size, 1)
  })

  for (const clientId of ['webapp', 'opaque']) {
    it(`${clientId}: a sign-in whose every step another server answers; its token works on all`, async () => {
      const tokens = await getTokens(balanced, clientId, 'ann')
      for (const app of each) assert.equal(await statusOf(app, '/auth/userinfo', tokens.access_token), 200)
    })

    it(`${clientId}: a session closed on one is over on all`, async () => {
      const { access_token, refresh_token = '' } = await getTokens(balanced, clientId, 'ann')
      await everywhere('/auth/userinfo', access_token, 200)
      const closed = await each[0]?.fetch('/Session', { method: 'DELETE', headers: bearer(access_token) })
      assert.equal(closed?.status, 200)
      await everywhere('/auth/userinfo', access_token, 401)
      const client = { client_id: clientId, client_secret: 'verysecret' }
      for (const app of each) {
        assert.equal(await errorOf(await refresh(app, refresh_token, client), 400), 'invalid_grant')
      }
    })

    it(`${clientId}: a token revoked on one is refused by all`, async () => {
      const { access_token } = await getTokens(balanced, clientId, 'ann')
      await everywhere('/auth/userinfo', access_token, 200)
      const revoked = await each[1]?.fetch('/auth/revoke', {
        method: 'POST',
        body: new URLSearchParams({ token: access_token, client_id: clientId, client_secret: 'verysecret' }),
      })
      assert.equal(revoked?.status, 200)
      await everywhere('/auth/userinfo', access_token, 401)
    })
  }

  it('a policy written, changed and deleted on one counts on all', async () => {
    const { access_token } = await getTokens(balanced, 'webapp', 'ann')
    await everywhere('/User/ann', access_token, 403)
    const policy = (id: string) => ({
      engine: 'matcho',
      link: [{ reference: 'User/ann' }],
      matcho: { params: { 'resource/type': 'User', 'resource/id': id } },
    })
    await each[0]?.root('PUT', '/AccessPolicy/ann', policy('ann'))
    await everywhere('/User/ann', access_token, 200)
    await each[1]?.root('PUT', '/AccessPolicy/ann', policy('bob'))
    await everywhere('/User/ann', access_token, 403)
    await each[2]?.root('PUT', '/AccessPolicy/ann', policy('ann'))
    await everywhere('/User/ann', access_token, 200)
    await each[0]?.root('DELETE', '/AccessPolicy/ann')
    await everywhere('/User/ann', access_token, 403)
  })

  it('a user made inactive on one is signed out of all', async () => {
    await putUser(balanced, 'leaver')
    const { access_token } = await getTokens(balanced, 'webapp', 'leaver')
    await everywhere('/auth/userinfo', access_token, 200)
    await putUser(each[2] ?? balanced, 'leaver', { inactive: true })
    await everywhere('/auth/userinfo', access_token, 401)
  })

  it('a code is exchanged once, whichever servers are asked at the same time', async () => {
    const code = await getCode(balanced, 'webapp', 'ann')
    const grant = { grant_type: 'authorization_code', code, ...webappSecret }
    const answers = await Promise.all([...each, ...each].map((app) => postToken(app, grant)))
    const statuses = answers.map(({ status }) => status).sort()
    assert.ok(statuses.filter((status) => status === 200).length <= 1, statuses.join())
    for (const status of statuses) assert.ok(status === 200 || status === 400, statuses.join())
  })

  it('lost connections to the database are opened again, and what changed meanwhile counts', async () => {
    const { access_token } = await getTokens(balanced, 'webapp', 'ann')
    await everywhere('/auth/userinfo', access_token, 200)
    await closeConnections(database)
    const closing = await untilAnswered(() =>
      each[0]?.fetch('/Session', { method: 'DELETE', headers: bearer(access_token) }),
    )
    // A connection that is lost between the commit and its answer leaves 503 behind it, and a session that is over.
    const closed = closing.length === 1 ? [200] : [200, 401]
    assert.ok(closed.includes(closing.at(-1) ?? 0), closing.join())
    for (const app of each) {
      const statuses = await untilAnswered(() =>
        app.fetch('/auth/userinfo', { headers: bearer(access_token) }),
      )
      assert.equal(statuses.at(-1), 401)
    }
    const tokens = await getTokens(balanced, 'webapp', 'ann')
    await everywhere('/auth/userinfo', tokens.access_token, 200)
    assert.equal(await statusOf(each[1] ?? balanced, '/health', ''), 200)
  })

  it('one that stops leaves the others at work', async () => {
    assert.equal(await servers[2]?.stop(), 0)
    const others = toRemoteApp(servers.slice(0, 2), { baseUrl, rootSecret })
    const { access_token } = await getTokens(others, 'webapp', 'ann')
    for (const app of each.slice(0, 2)) assert.equal(await statusOf(app, '/auth/userinfo', access_token), 200)
  })
})

/** As a restart of the database does. */
async function closeConnections(database: TestDatabase): Promise<void> {
  const sql = postgres(database.env.DATABASE_URL ?? '', { max: 1, onnotice() {} })
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  await sql.end()
}

/** The statuses up to the first that is not 503, which is the only one allowed while the database is away. */
async function untilAnswered(ask: () => Promise<Response> | undefined): Promise<number[]> {
  const statuses: number[] = []
  const giveUpAt = performance.now() + 5000
  for (;;) {
    const response = await ask()
    await response?.text()
    statuses.push(response?.status ?? 0)
    if (response?.status !== 503 || performance.now() > giveUpAt) return statuses
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
