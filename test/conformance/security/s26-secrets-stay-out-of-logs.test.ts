/** Secrets that a first start makes are in a file for its owner, and in no line that a log collector would keep. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { runToItsEnd, startServer } from '../../support/start-server.ts'

await bePatient()

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firekeep-secrets-'))
})
after(() => rm(folder, { recursive: true }))

describe('a first start without a terminal', () => {
  it('writes the secrets into a file of mode 600 that the log names, once, beside what else is unusual', async () => {
    const env = {
      DATA_DIR: join(folder, 'data'),
      DEV_MODE: 'on',
      SU_HEADER: 'on',
      DATABASE_URI: 'postgres://x/y',
    }
    const server = await startServer({ env })
    const file = join(env.DATA_DIR, 'first-secrets.env')
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const text = await readFile(file, 'utf8')
    assert.match(text, /^ROOT_CLIENT_SECRET=.{20,}$/m)
    assert.match(text, /^ADMIN_PASSWORD=.{20,}$/m)
    const lines = server
      .logs()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.ok(lines.some((line) => line.file === file && line.level === 'warn'))
    for (const line of lines) assert.equal(typeof line.time, 'string')
    for (const secret of [server.rootSecret, server.adminPassword]) {
      assert.ok(secret.length >= 20)
      assert.ok(!server.logs().includes(secret))
    }
    const says = (pattern: RegExp) =>
      assert.ok(
        lines.some(({ message }) => pattern.test(String(message))),
        String(pattern),
      )
    for (const pattern of [/^DEV_MODE is on/, /^SU_HEADER is on/, /^DATABASE_URI is set.*DATABASE_URL\?/])
      says(pattern)
    await rm(file)
    await server.stop()
    const again = await startServer({ env: { DATA_DIR: env.DATA_DIR } })
    assert.deepEqual([again.rootSecret, /first-secrets|is on:/.test(again.logs())], ['', false])
    await again.stop()
  })
})

describe('commands', () => {
  it('config shows what holds and from where, and no secret; check finds mistakes without a database', async () => {
    const env = { ROOT_CLIENT_SECRET: 'sesame-open', LOG_LEVEL: 'warn' }
    const [config, check, wrong] = await Promise.all([
      runToItsEnd({ env, words: ['config'] }),
      runToItsEnd({ env, words: ['check'] }),
      runToItsEnd({ env: { ...env, PORT: 'x' }, words: ['config'] }),
    ])
    assert.equal(config.code, 0, config.logs)
    assert.match(config.logs, /^LOG_LEVEL +warn +environment$/m)
    assert.match(config.logs, /^ROOT_CLIENT_SECRET +\(set, not shown\) +environment$/m)
    assert.doesNotMatch(config.logs, /sesame/)
    assert.match(check.logs, /Nothing is wrong: \d+ types/)
    assert.equal(wrong.code, 1)
    assert.match(wrong.logs, /^PORT +x +environment, wrong[\s\S]*PORT is "x"/m)
  })
})
