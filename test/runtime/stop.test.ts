/** How a server that serves leaves: behind a balancer that looks at its health nobody notices. On Bun and on Deno. */
import assert from 'node:assert/strict'
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import process from 'node:process'
import { describe, it } from 'node:test'
import { bePatient } from '../support/patience.ts'
import { runToItsEnd, startServer } from '../support/start-server.ts'
import { freePort, openTcpProxy } from '../support/tcp-proxy.ts'
import { openTestDatabase } from '../support/test-database.ts'

await bePatient()

interface Answer {
  readonly status: number
  readonly connection: string | undefined
}

function ask(url: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(url, { agent }, (answer: IncomingMessage) => {
      answer.resume()
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, connection: answer.headers.connection }),
      )
      answer.once('error', reject)
    })
    sent.once('error', reject)
    sent.end()
  })
}

const clients = 8

for (const runtime of ['bun', 'deno'] as const) {
  describe(`SIGTERM on ${runtime}`, () => {
    it('is told by /health first, and breaks no connection of a client that keeps them alive', async () => {
      const server = await startServer({ runtime, env: { DRAIN_TIME: '5' } })
      const agent = new Agent({ keepAlive: true, maxSockets: clients })
      let isAway = false
      const statuses: number[] = []
      const closing: (string | undefined)[] = []
      const load = Array.from({ length: clients }, async () => {
        while (!isAway) {
          const { status, connection } = await ask(`${server.url}/metadata`, agent)
          statuses.push(status)
          closing.push(connection)
        }
      })
      while (statuses.length < 10 * clients) await new Promise((resolve) => setTimeout(resolve, 10))
      const stopped = server.stop()
      const own = new Agent()
      while ((await ask(`${server.url}/health`, own)).status !== 503)
        await new Promise((resolve) => setTimeout(resolve, 10))
      const served = statuses.length
      while (statuses.length < served + clients) await new Promise((resolve) => setTimeout(resolve, 10))
      isAway = true
      await Promise.all(load)
      assert.deepEqual([...new Set(statuses)], [200])
      assert.equal(closing.at(-1), 'close')
      assert.equal(await stopped, 0)
      agent.destroy()
    })
  })
}

describe('a server whose PostgreSQL is not there yet', () => {
  it('says that it waits, and gives up in time', async () => {
    const { code, logs } = await runWithout({ DATABASE_WAIT: '2' })
    assert.equal(code, 1)
    assert.match(logs, /the database is not there yet; waiting.*nothing listens there/)
    assert.match(logs, /PostgreSQL \(db at 127\.0\.0\.1:\d+\) cannot be used/)
  })

  const skip = process.env.TEST_DATABASE_URL ? false : 'TEST_DATABASE_URL is not set'
  it('starts when it is', { skip }, async () => {
    const database = await openTestDatabase()
    const url = new URL(database.env.DATABASE_URL ?? '')
    const [host, port] = [url.hostname, Number(url.port || 5432)]
    url.hostname = '127.0.0.1'
    url.port = String(await freePort())
    const starting = startServer({ env: { DATABASE_URL: url.href, DATABASE_WAIT: '60' } })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const proxy = await openTcpProxy({ host, port }, Number(url.port))
    const server = await starting
    assert.equal((await fetch(`${server.url}/health`)).status, 200)
    assert.equal(await server.stop(), 0)
    proxy.close()
    await database.drop()
  })
})

async function runWithout(env: Record<string, string>) {
  return await runToItsEnd({
    env: { ...env, DATABASE_URL: `postgres://ann@127.0.0.1:${await freePort()}/db` },
  })
}
