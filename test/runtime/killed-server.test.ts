/** A server that is killed under writes leaves an index that is what the resources say. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../support/patience.ts'
import { runToItsEnd, startServer } from '../support/start-server.ts'
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts'

await bePatient()

const rootSecret = 'a-secret-of-the-root-client-0123456789'
const basic = `Basic ${btoa(`root:${rootSecret}`)}`

describe('a server that is killed under writes', () => {
  let folder = ''
  let database: TestDatabase
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firekeep-killed-'))
    database = await openTestDatabase()
  })
  after(async () => {
    await database.drop()
    await rm(folder, { recursive: true })
  })

  it('leaves an index that is what the resources say', async () => {
    const env = { DATA_DIR: join(folder, 'data'), ...database.env, ROOT_CLIENT_SECRET: rootSecret }
    const server = await startServer({ env })
    let written = 0
    const write = async (number: number) => {
      for (let round = 0; ; round++) {
        const id = `killed-${(number + round) % 10}`
        const body = { resourceType: 'Client', id, grant_types: ['basic'], name: `Name ${number}/${round}` }
        const answer = await fetch(`${server.url}/Client/${id}`, {
          method: 'PUT',
          headers: { Authorization: basic, 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        })
        await answer.body?.cancel()
        if (answer.ok) written++
      }
    }
    const writers = Promise.allSettled(Array.from({ length: 4 }, (_, number) => write(number)))
    // In the middle of the writes that are under way then.
    while (written < 12) await new Promise((resolve) => setTimeout(resolve, 2))
    await server.kill()
    await writers
    const checked = await runToItsEnd({ env, words: ['check', '--index'] })
    assert.equal(checked.code, 0, checked.logs)
    assert.match(checked.logs, /The index of searches is as the resources say/)
  })
})
