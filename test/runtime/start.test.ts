/** How the real process starts, refuses to start, and stops; on the runtime that runs the test. */
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../support/patience.ts'
import { runToItsEnd, startServer } from '../support/start-server.ts'

await bePatient()

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firekeep-start-'))
})
after(() => rm(folder, { recursive: true }))

const noStack = /^\s+at /m

describe('the process', () => {
  it('serves from an empty folder, keeps its data, and shows secrets once', async () => {
    const env = { DATA_DIR: join(folder, 'data') }
    const first = await startServer({ env })
    assert.match(first.rootSecret, /^.{20,}$/)
    assert.match(first.adminPassword, /^.{20,}$/)
    const path = `/Patient/one`
    const put = await fetch(first.url + path, {
      method: 'PUT',
      headers: { authorization: basic('root', first.rootSecret), 'content-type': 'application/json' },
      body: '{"resourceType":"Patient","id":"one"}',
    })
    assert.equal(put.status, 201)
    await put.text()
    for (const name of ['secrets.key', 'first-secrets.env'])
      assert.equal((await stat(join(env.DATA_DIR, name))).mode & 0o777, 0o600, name)

    const refused = await runToItsEnd({ env })
    assert.equal(refused.code, 1)
    assert.match(refused.logs, new RegExp(`in use by the process ${first.pid}`))
    assert.doesNotMatch(refused.logs, noStack)

    assert.equal(await first.stop(), 0)
    const second = await startServer({ env })
    assert.equal(second.rootSecret, '')
    const got = await fetch(second.url + path, {
      headers: { authorization: basic('root', first.rootSecret) },
    })
    assert.equal(got.status, 200)
    await got.text()
    assert.equal(await second.stop(), 0)
    assert.ok(!(await readdir(env.DATA_DIR)).includes('server.lock'))
  })

  it('refuses a port that is taken', async () => {
    const server = await startServer()
    const port = new URL(server.url).port
    const { code, logs } = await runToItsEnd({ env: { PORT: port } })
    assert.equal(code, 1)
    assert.match(logs, new RegExp(`Cannot listen on 127\\.0\\.0\\.1:${port}: the port is in use`))
    assert.doesNotMatch(logs, noStack)
    assert.equal(await server.stop(), 0)
  })

  it('lists all problems of the settings', async () => {
    const paths = { INIT_BUNDLE: '/nowhere/init.yaml', SCHEMA_DIR: '/nowhere/schemas' }
    const { code, logs } = await runToItsEnd({
      env: { PORT: 'x', DEV_MODE: 'yes', ADMIN_PASSWORD: '', ...paths },
    })
    assert.equal(code, 1)
    assert.match(logs, /PORT is "x"[\s\S]*DEV_MODE is "yes"[\s\S]*ADMIN_PASSWORD is empty/)
    for (const [name, path] of Object.entries(paths))
      assert.match(logs, new RegExp(`${name} is ${path}, but there is no such`))
    assert.doesNotMatch(logs, noStack)
  })

  const broken: [what: string, env: Record<string, string>, says: RegExp][] = [
    ['a schema folder that is not there', { SCHEMA_DIR: '/nowhere' }, /SCHEMA_DIR is \/nowhere/],
    [
      'a bundle that is not there',
      { INIT_BUNDLE: '/nowhere.yaml' },
      /INIT_BUNDLE is \/nowhere\.yaml, but there is no such file/,
    ],
  ]
  for (const [what, env, says] of broken) {
    it(`refuses ${what}`, async () => {
      const { code, logs } = await runToItsEnd({ env })
      assert.equal(code, 1)
      assert.match(logs, says)
      assert.doesNotMatch(logs, noStack)
    })
  }

  it('says what it is and how it is configured', async () => {
    const [help, version, unknown] = await Promise.all(
      ['--help', '--version', '--port'].map((word) => runToItsEnd({ words: [word] })),
    )
    assert.match(help?.logs ?? '', /DATABASE_URL\n {6}PostgreSQL/)
    assert.match(version?.logs ?? '', /^\d+\.\d+\.\d+\n$/)
    assert.deepEqual([help?.code, version?.code, unknown?.code], [0, 0, 2])
  })
})

describe('INIT_BUNDLE', () => {
  it('is applied at every start, and writes only what changed', async () => {
    const file = join(folder, 'init.yaml')
    const env = { DATA_DIR: join(folder, 'init-data'), INIT_BUNDLE: file, ROOT_CLIENT_SECRET: 'rootsecret' }
    const user = (name: string) =>
      `- {resourceType: User, id: ann, userName: ${name}, password: sesame-open}\n`
    const versions: string[] = []
    for (const name of ['ann', 'ann', 'anna']) {
      await writeFile(file, user(name))
      const server = await startServer({ env })
      const answer = await fetch(`${server.url}/User/ann`, {
        headers: { authorization: basic('root', 'rootsecret') },
      })
      const body = (await answer.json()) as { userName: string; meta: { versionId: string } }
      assert.equal(body.userName, name)
      assert.equal('password' in body, false)
      versions.push(body.meta.versionId)
      await server.stop()
    }
    assert.equal(versions[0], versions[1])
    assert.notEqual(versions[1], versions[2])
  })

  it('stops the start with the names of file and resource, and writes nothing', async () => {
    const file = join(folder, 'bad.yaml')
    await writeFile(
      file,
      '- {resourceType: User, id: bob}\n- {resourceType: User, id: eve, inactive: maybe}\n- {resourceType: Nonsense, id: x}\n',
    )
    const { code, logs } = await runToItsEnd({ env: { INIT_BUNDLE: file } })
    assert.equal(code, 1)
    assert.match(
      logs,
      /bad\.yaml, entry 2 \(User\/eve\): User\.inactive: [\s\S]*entry 3 \(Nonsense\/x\): there is no type Nonsense/,
    )
    assert.doesNotMatch(logs, noStack)
  })
})

function basic(id: string, secret: string): string {
  return `Basic ${btoa(`${id}:${secret}`)}`
}
