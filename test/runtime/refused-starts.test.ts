/** Starts that cannot work: what is said to the operator, and that no secret is in it. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../support/patience.ts'
import { runToItsEnd } from '../support/start-server.ts'

await bePatient()
const noStack = /^\s+at /m

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firekeep-refused-'))
})
after(() => rm(folder, { recursive: true }))

for (const runtime of ['bun', 'deno'] as const) {
  const refused = async (env: Record<string, string>) => {
    const { code, logs } = await runToItsEnd({ runtime, env })
    assert.equal(code, 1, logs)
    assert.doesNotMatch(logs, noStack)
    assert.doesNotMatch(logs, /"ready"/)
    return logs
  }

  describe(`refused starts on ${runtime}`, () => {
    it('every wrong setting is named at once, and no value of a secret', async () => {
      const wrong = {
        PORT: '65536',
        HOST: 'no host',
        BASE_URL: 'https://a.example/path',
        DATABASE_URL: 'mysql://ann:sesame@db/x',
        ROOT_CLIENT_SECRET: ' ',
        SECRETS_KEY: 'too-short-sesame',
        DEV_MODE: 'true',
        SU_HEADER: '1',
        TRUSTED_PROXIES: '10.0.0.0/99',
        CORS_ORIGINS: 'a.example',
        LOG_LEVEL: 'loud',
      }
      const logs = await refused(wrong)
      for (const name of Object.keys(wrong)) assert.match(logs, new RegExp(`^\\s*${name} is `, 'm'), name)
      assert.doesNotMatch(logs, /sesame/)
    })

    it('a database that is not there', async () => {
      const logs = await refused({ DATABASE_URL: 'postgres://ann:sesame@127.0.0.1:1/db' })
      assert.match(logs, /database/i)
      assert.match(logs, /db at 127\.0\.0\.1:1\b.*DATABASE_URL/)
      assert.doesNotMatch(logs, /sesame/)
    })

    it('a data folder that is a file, or that cannot be made', async () => {
      const file = join(folder, `file-${runtime}`)
      await writeFile(file, '')
      assert.match(await refused({ DATA_DIR: file }), /there is a file of that name/)
      assert.match(await refused({ DATA_DIR: '/proc/nowhere' }), /data folder \/proc\/nowhere cannot be made/)
    })

    it('a port of another program', async () => {
      const other = createServer()
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      const { port } = other.address() as AddressInfo
      const logs = await refused({ PORT: String(port) })
      other.close()
      assert.match(logs, new RegExp(`Cannot listen on 127\\.0\\.0\\.1:${port}: the port is in use`))
    })

    it('an address that is not of this machine', async () => {
      const logs = await refused({ HOST: '192.0.2.1', PORT: '0' })
      assert.match(logs, /HOST must be an address of this machine/)
    })

    it('a bundle with mistakes: each is named with its file', async () => {
      const file = join(folder, `init-${runtime}.yaml`)
      await writeFile(
        file,
        '- {resourceType: User, id: eve, inactive: maybe}\n- {resourceType: Moon, id: x}\n',
      )
      const logs = await refused({ INIT_BUNDLE: file })
      assert.match(logs, /init-\w+\.yaml, entry 1 \(User\/eve\)/)
      assert.match(logs, /entry 2 \(Moon\/x\): there is no type Moon/)
    })
  })
}
