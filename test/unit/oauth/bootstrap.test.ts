import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { User } from '../../../src/directory/User.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import { type BootstrapOptions, type Bootstrapped, bootstrap } from '../../../src/oauth/bootstrap.ts'
import { Client } from '../../../src/oauth/resources/Client.ts'
import type { SessionOwner } from '../../../src/oauth/sessions/sessions.ts'
import { createSecrets } from '../../../src/runtime/secrets.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

let fixture: DocumentsFixture
/** Whose sessions were ended. */
const ended: SessionOwner[] = []

beforeEach(async () => {
  fixture = await openDocuments({ types: [Client, User] })
})
afterEach(() => fixture.close())

async function start(configured: Partial<BootstrapOptions> = {}) {
  fixture.calls.length = 0
  fixture.written.length = 0
  ended.length = 0
  return await bootstrap({
    documents: fixture.documents,
    records: fixture.records,
    random: systemRandom,
    sessions: { endAllOf: async (owner) => ended.push(owner) },
    secrets: { hash: async () => '', verify: async (hash, plain) => hash === `hash(${plain})` },
    rootClientSecret: undefined,
    adminPassword: undefined,
    ...configured,
  })
}

/** Those who are to be allowed everything from now on. */
const newOnes = ({ administrators }: Bootstrapped) =>
  administrators.filter(({ isNew }) => isNew).map(({ reference }) => reference)

const secretOf = async () => (await fixture.documents.read(Client, 'root'))?.secrets.secret
const passwordOf = async () => (await fixture.documents.read(User, 'admin'))?.secrets.password
const configured = { rootClientSecret: 'secret one', adminPassword: 'secret two' }

describe('the first start', () => {
  it('makes what is missing with secrets that it tells, and allows both everything', async () => {
    const started = await start()
    const { generated } = started
    assert.equal(await secretOf(), `hash(${generated.ROOT_CLIENT_SECRET})`)
    assert.equal(await passwordOf(), `hash(${generated.ADMIN_PASSWORD})`)
    assert.deepEqual(newOnes(started), ['Client/root', 'User/admin'])
  })

  it('takes the configured secrets and tells none', async () => {
    assert.deepEqual((await start(configured)).generated, {})
    assert.deepEqual([await secretOf(), await passwordOf()], ['hash(secret one)', 'hash(secret two)'])
  })

  it('tells no secret that another node was faster to make', async () => {
    const other = { resourceType: 'Client', id: 'root', secret: 'secret of theirs' }
    fixture.beforeWrite = () => fixture.documents.create(Client, other)
    const { generated } = await start()
    assert.equal(generated.ROOT_CLIENT_SECRET, undefined)
    assert.equal(await secretOf(), 'hash(secret of theirs)')
  })
})

describe('a later start', () => {
  beforeEach(async () => void (await start(configured)))

  it('with the same secrets writes nothing, so that no session ends', async () => {
    assert.deepEqual((await start(configured)).generated, {})
    assert.deepEqual([fixture.written, fixture.calls.includes('write'), ended], [[], false, []])
  })

  it('with the hash of a secret writes it once', async () => {
    const adminPassword = await createSecrets().hash('a password of theirs')
    await start({ adminPassword })
    assert.equal(await passwordOf(), adminPassword)
    await start({ adminPassword })
    assert.deepEqual([fixture.written, ended], [[], []])
  })

  it('with another secret changes that and nothing else', async () => {
    await fixture.documents.update(Client, 'root', (client) => ({ ...client, description: 'ours' }))
    await start({ rootClientSecret: 'a new secret', adminPassword: 'secret two' })
    assert.equal(await secretOf(), 'hash(a new secret)')
    assert.equal((await fixture.documents.read(Client, 'root'))?.resource.description, 'ours')
    assert.deepEqual(
      fixture.written.map(({ type, secretsChanged }) => [type, secretsChanged]),
      [['Client', ['secret']]],
    )
    assert.deepEqual(ended, [{ clientId: 'root' }, { clientId: 'root' }])
  })

  it('does not make again what was deleted', async () => {
    await fixture.documents.remove(Client, 'root')
    const started = await start()
    assert.deepEqual(started.generated, {})
    assert.equal(await secretOf(), undefined)
    assert.deepEqual(newOnes(started), [])
  })

  it('makes it again when its secret is configured', async () => {
    await fixture.documents.remove(Client, 'root')
    const started = await start({ rootClientSecret: 'secret again' })
    assert.equal(await secretOf(), 'hash(secret again)')
    assert.deepEqual(newOnes(started), ['Client/root'])
  })
})
