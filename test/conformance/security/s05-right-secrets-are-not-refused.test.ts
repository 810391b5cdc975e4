import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { basic, postToken, putClient } from '../../support/code-flow.ts'
import { fromAddress } from '../../support/from-address.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'
import { openTestDatabase, type TestDatabase } from '../../support/test-database.ts'

await bePatient()

let app: TestApp
let database: TestDatabase
let folder: string
const address = '127.0.0.31'
/** As `openssl rand -base64` makes them. */
const odd = 'ab+cd/ef==%41'

const restart = async () => {
  await app.app.close()
  app = await openTestApp({ ...database.env, DATA_DIR: folder })
}

before(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'firekeep-s05-'))
  app = await openTestApp({ ...database.env, DATA_DIR: folder })
  await putClient(app, 'odd', { secret: odd, grant_types: ['client_credentials'] })
  await putClient(app, 'job', { secret: 'secret-of-the-job', grant_types: ['client_credentials'] })
  await putClient(app, 'other', { secret: 'secret-of-another', grant_types: ['client_credentials'] })
})
after(async () => {
  await app.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const asRoot = async (secret: string) => {
  const headers = { authorization: basic('root', secret) }
  return (await fromAddress(app, address).fetch('/Client/odd', { headers })).status
}

const tokenOf = async (id: string, secret: string) => {
  const headers = { authorization: basic(id, secret) }
  return (
    await postToken({ ...app, ...fromAddress(app, address) }, { grant_type: 'client_credentials' }, headers)
  ).status
}

describe('a secret that was right once', () => {
  it('is not refused after a restart, whoever failed from the same address', async () => {
    assert.equal(await asRoot(rootSecret), 200)
    await restart()
    const wrong: number[] = []
    for (let at = 0; at < 9; at += 1) wrong.push(await asRoot(`wrong ${at}`))
    assert.ok(wrong.includes(429))
    assert.equal(await asRoot(rootSecret), 200)
  })

  it('counts no failure for the reading of it that is wrong, and is known after a restart', async () => {
    for (let at = 0; at < 12; at += 1) assert.equal(await tokenOf('odd', odd), 200, String(at))
    await restart()
    for (let at = 0; at < 8; at += 1) await tokenOf('odd', `wrong ${at}`)
    assert.equal(await tokenOf('odd', odd), 200)
  })

  it('is forgotten when the secret changes', async () => {
    await app.root('PUT', '/Client/odd', { secret: 'a-new-secret', grant_types: ['client_credentials'] })
    assert.notEqual(await tokenOf('odd', odd), 200)
    await restart()
    assert.notEqual(await tokenOf('odd', odd), 200)
  })
})

describe('a job with an old secret', () => {
  it('keeps nobody out: not another client, nor its own new secret that nobody has sent before', async () => {
    const seen: number[] = []
    for (let at = 0; at < 40; at += 1) seen.push(await tokenOf('job', 'the-old-secret'))
    assert.ok(seen.includes(401))
    assert.ok(seen.includes(429), 'it is told to slow down')
    assert.equal(await tokenOf('other', 'secret-of-another'), 200)
    assert.equal(await tokenOf('job', 'secret-of-the-job'), 200)
  })
})

describe('guesses of a secret', () => {
  it('are slowed down like guesses of a password', async () => {
    await putClient(app, 'victim', { secret: 'secret-of-the-victim', grant_types: ['client_credentials'] })
    const seen = await Promise.all(Array.from({ length: 40 }, (_, at) => tokenOf('victim', `guess ${at}`)))
    assert.ok(seen.filter((one) => one === 401).length <= 12)
  })
})
