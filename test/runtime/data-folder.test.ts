/** What outlives the process: data, sessions, keys and answers under way. The real process on Bun and on Deno. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  bearer,
  getTokens,
  postToken,
  putClient,
  putUser,
  redirectParams,
  refresh,
  signIn,
  type Tokens,
  webappSecret,
} from '../support/code-flow.ts'
import { bePatient } from '../support/patience.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, runToItsEnd, startServer } from '../support/start-server.ts'
import { basic } from '../support/test-app.ts'
import { UserAgent } from '../support/user-agent.ts'

await bePatient()

/** The issuer must stay the same over restarts on other ports. */
const baseUrl = 'http://kept.test'

for (const runtime of ['bun', 'deno'] as const) {
  describe(`a data folder, server on ${runtime}`, () => {
    let folder = ''
    let server: RunningServer
    let app: RemoteApp
    let rootSecret = ''
    let tokens: Tokens
    let answered: string[] = []
    // Deno cuts bodies that are still on their way when a server shuts down: nothing is written then.
    const slowStatus = runtime === 'bun' ? 201 : 400

    const start = async () => {
      server = await startServer({ runtime, cwd: folder, env: { DATA_DIR: './data', BASE_URL: baseUrl } })
      rootSecret ||= server.rootSecret
      app = toRemoteApp([server], { baseUrl, rootSecret })
    }
    const userinfo = async (token: string) => {
      const response = await app.fetch('/auth/userinfo', { headers: bearer(token) })
      await response.text()
      return response.status
    }

    /** A request that comes too late finds nobody, which is no harm. */
    const putUserOrFail = async (id: string): Promise<number | 'connection'> => {
      const headers = { authorization: basic('root', rootSecret), 'content-type': 'application/json' }
      const body = JSON.stringify({ password: 'a password to be hashed' })
      try {
        const response = await app.fetch(`/User/${id}`, { method: 'PUT', headers, body })
        await response.text()
        return response.status
      } catch {
        return 'connection'
      }
    }

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'firekeep-folder-'))
      await start()
      await putUser(app, 'ann')
      await putClient(app, 'webapp')
      tokens = await getTokens(app, 'webapp', 'ann')
    })
    after(async () => {
      await server?.kill()
      await rm(folder, { recursive: true, force: true })
    })

    it('the secrets of the first start work, and are not in the log lines', async () => {
      assert.match(rootSecret, /^[\w-]{20,}$/)
      assert.match(server.adminPassword, /^[\w-]{20,}$/)
      const session = await getTokens(app, 'webapp', 'ann')
      for (const secret of [session.access_token, session.refresh_token ?? '', 'verysecret']) {
        assert.ok(!server.logs().includes(secret))
      }
      assert.ok(!server.logs().includes(rootSecret))
      const signedIn = await getTokensOf('admin', server.adminPassword)
      assert.equal(await userinfo(signedIn.access_token), 200)
    })

    it('a second process is refused and does no harm', async () => {
      const { code, logs } = await runToItsEnd({ runtime, cwd: folder, env: { DATA_DIR: './data' } })
      assert.equal(code, 1)
      assert.match(logs, new RegExp(`data folder \\./data is in use by the process ${server.pid}\\b`))
      assert.doesNotMatch(logs, /^\s+at /m)
      assert.equal(await userinfo(tokens.access_token), 200)
    })

    it('SIGTERM lets requests under way finish, and ends with code 0', async () => {
      const slow = openSlowPut(server, rootSecret)
      await slow.isReceived
      // Each needs a slow hash.
      const puts = Array.from({ length: 20 }, (_, at) => putUserOrFail(`many-${at}`))
      assert.equal(await puts[0], 201)
      const stopped = server.stop()
      await until(() => server.logs().includes('"stopping"'))
      assert.equal(await slow.finish(), slowStatus)
      const statuses = await Promise.all(puts)
      for (const status of statuses) assert.ok(status === 201 || status === 'connection', `${status}`)
      answered = statuses.flatMap((status, at) => (status === 201 ? [`many-${at}`] : []))
      assert.equal(await stopped, 0)
    })

    it('after a restart data, history, tokens and keys are there, and no secret is shown', async () => {
      await start()
      assert.equal(server.rootSecret, '')
      assert.equal(server.adminPassword, '')
      await app.root('GET', '/User/slow', undefined, slowStatus === 201 ? 200 : 404)
      for (const id of answered) assert.equal((await app.root('GET', `/User/${id}/_history`)).total, 1)
      assert.equal(await userinfo(tokens.access_token), 200)
      const answer = await refresh(app, tokens.refresh_token ?? '')
      assert.equal(answer.status, 200)
      tokens = { ...tokens, ...(await answer.json()) }
    })

    it('after SIGKILL nothing that was answered is lost, and the folder opens again', async () => {
      await app.root('PUT', '/User/late', { displayName: 'Late' }, 201)
      await app.root('DELETE', '/User/many-0')
      await server.kill()
      await start()
      assert.equal((await app.root('GET', '/User/late')).displayName, 'Late')
      await app.root('GET', '/User/many-0', undefined, 410)
      assert.equal(await userinfo(tokens.access_token), 200)
      const closed = await app.fetch('/Session', { method: 'DELETE', headers: bearer(tokens.access_token) })
      assert.equal(closed.status, 200)
      assert.equal(await userinfo(tokens.access_token), 401)
      assert.equal(await server.stop(), 0)
    })

    const getTokensOf = async (username: string, secret: string) => {
      const agent = new UserAgent(app)
      const response = await signIn(agent, authorizeUrl('webapp'), username, secret)
      const code = redirectParams(response).get('code') ?? ''
      const answer = await postToken(app, { grant_type: 'authorization_code', code, ...webappSecret })
      assert.equal(answer.status, 200)
      return (await answer.json()) as Tokens
    }
  })
}

/** A PUT whose body stops in the middle until it is told to go on. */
function openSlowPut(server: RunningServer, rootSecret: string) {
  const body = JSON.stringify({ resourceType: 'User', id: 'slow', displayName: 'Slow' })
  const put = request(`${server.url}/User/slow`, {
    method: 'PUT',
    headers: {
      authorization: basic('root', rootSecret),
      'content-type': 'application/json',
      'content-length': body.length,
      // The server says that it has read the head of the request by asking for the rest.
      expect: '100-continue',
    },
  })
  const isReceived = new Promise<void>((resolve) => put.once('continue', resolve))
  const status = new Promise<number | undefined>((resolve, reject) => {
    put.once('error', reject)
    put.once('response', (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode))
    })
  })
  put.flushHeaders()
  return {
    isReceived,
    finish: async () => {
      put.end(body)
      return await status
    },
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 10_000
  while (!isSo()) {
    assert.ok(performance.now() < giveUpAt, 'waited for ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
