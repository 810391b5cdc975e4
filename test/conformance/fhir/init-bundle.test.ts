/** INIT_BUNDLE start after start, over a real store: what is written, what people changed and keep, what is removed. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { applyInitBundle, InitBundleError } from '../../../src/engine/init/init-bundle.ts'
import type { SettledSecret } from '../../../src/engine/init/settled-secrets.ts'
import { writeWithoutAsking } from '../../../src/engine/operator.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import {
  createFixture,
  type Fixture,
  fakeSecrets,
  fixtureRegistry,
  shareStore,
} from '../../support/engine-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()
shareStore()

interface Start {
  /** Warnings of this start, with the element. */
  readonly warned: readonly unknown[]
  readonly replaced: readonly string[]
  readonly counts: JsonObject
}

/** One start of a server over what the fixture stores. */
async function start(fixture: Fixture, text: string, settled?: readonly SettledSecret[]): Promise<Start> {
  const warned: unknown[] = []
  let counts: JsonObject = {}
  const replaced = await applyInitBundle('init.yaml', {
    ...{
      registry: fixtureRegistry,
      store: fixture.store,
      records: fixture.records,
      secrets: fakeSecrets,
      settled,
    },
    files: { kindOfPath: async () => 'file', listFiles: async () => [], readTextFile: async () => text },
    findVariable: () => undefined,
    log: {
      ...silentLog,
      warn: (_, fields) => void warned.push(fields?.element ?? 'warned'),
      info: (_, { path: _path, ...fields } = {}) => {
        counts = fields as JsonObject
      },
    },
    ...writeWithoutAsking(createEngine({ ...fixture.parts, access: undefined })),
  })
  return { warned, replaced, counts }
}

async function stored({ store }: Fixture, type = 'Account', id = 'bob') {
  const version = await store.read(type, id)
  return version === null ? null : (JSON.parse(version.text) as JsonObject & { meta: { versionId: string } })
}

const bundle = (...entries: string[]) =>
  `resourceType: Bundle\nentry:\n${entries.map((one) => `- ${one}\n`).join('')}`
const bob = (fields: string) => `resource: {resourceType: Account, id: bob, ${fields}}`
const createOnly = '\n  request: {method: PUT, url: Account/bob, ifNoneMatch: "*"}'

describe('INIT_BUNDLE', () => {
  it('makes a create-only entry once, and leaves it to people then', async () => {
    const fixture = await createFixture()
    const text = bundle(bob('name: Bob, secret: first') + createOnly)
    assert.deepEqual((await start(fixture, text)).counts, { written: 1, unchanged: 0, deleted: 0 })
    await fixture.put('Account', 'bob', { name: 'Bobby', secret: 'his own' })
    const before = await stored(fixture)
    assert.deepEqual((await start(fixture, text)).counts, { written: 0, unchanged: 1, deleted: 0 })
    assert.deepEqual(await stored(fixture), before)
    assert.equal(before?.secret, 'hash(his own)')
  })

  it('does not put back a secret that somebody changed, but everything else', async () => {
    const fixture = await createFixture()
    const text = bundle(bob('name: Bob, secret: first, login: {password: p1}'))
    await start(fixture, text)
    await fixture.put('Account', 'bob', { name: 'Bobby', secret: 'his own', login: { password: 'p1' } })
    const { warned } = await start(fixture, text)
    assert.deepEqual(warned, ['secret'])
    const after = await stored(fixture)
    assert.equal(after?.name, 'Bob')
    assert.equal(after?.secret, 'hash(his own)')
    assert.deepEqual(after?.login, { password: 'hash(p1)' })
    const again = await start(fixture, text)
    assert.deepEqual(
      [again.counts.written, (await stored(fixture))?.meta.versionId],
      [0, after?.meta.versionId],
    )
  })

  it('puts a secret that the file changed, also over that of somebody', async () => {
    const fixture = await createFixture()
    await start(fixture, bundle(bob('secret: first')))
    await fixture.put('Account', 'bob', { secret: 'his own' })
    await start(fixture, bundle(bob('secret: first')))
    assert.deepEqual((await start(fixture, bundle(bob('secret: second')))).warned, [])
    assert.equal((await stored(fixture))?.secret, 'hash(second)')
  })

  it('puts it back where the entry says so', async () => {
    const fixture = await createFixture()
    const text = bundle(`${bob('secret: first')}\n  secrets: always`)
    await start(fixture, text)
    await fixture.put('Account', 'bob', { secret: 'his own' })
    await start(fixture, text)
    assert.equal((await stored(fixture))?.secret, 'hash(first)')
  })

  it('takes a secret that it never put for that of somebody, and notices when the file says another', async () => {
    const fixture = await createFixture()
    await fixture.put('Account', 'bob', { secret: 'his own' })
    assert.deepEqual((await start(fixture, bundle(bob('secret: first')))).warned, ['secret'])
    assert.deepEqual((await start(fixture, bundle(bob('secret: first')))).warned, ['secret'])
    assert.equal((await stored(fixture))?.secret, 'hash(his own)')
    await start(fixture, bundle(bob('secret: second')))
    assert.equal((await stored(fixture))?.secret, 'hash(second)')
  })

  it('remembers what a server without this memory had put', async () => {
    const fixture = await createFixture()
    await fixture.put('Account', 'bob', { secret: 'first' })
    const text = bundle(bob('secret: first'))
    assert.deepEqual((await start(fixture, text)).warned, [])
    await start(fixture, bundle(bob('secret: second')))
    assert.equal((await stored(fixture))?.secret, 'hash(second)')
  })

  it('removes what it is told to remove, at every start', async () => {
    const fixture = await createFixture()
    await fixture.put('Note', 'old', { title: 'old' })
    const text = bundle('request: {method: DELETE, url: Note/old}')
    assert.deepEqual((await start(fixture, text)).counts, { written: 0, unchanged: 0, deleted: 1 })
    assert.equal(await stored(fixture, 'Note', 'old'), null)
    const versions = (await fixture.versions()).length
    assert.deepEqual((await start(fixture, text)).counts, { written: 0, unchanged: 1, deleted: 0 })
    assert.equal((await fixture.versions()).length, versions)
  })

  it('writes nothing when one entry is wrong', async () => {
    const fixture = await createFixture()
    const text = bundle(bob('name: Bob'), 'request: {method: DELETE, url: Nothing/x}')
    await assert.rejects(start(fixture, text), (error) => error instanceof InitBundleError)
    assert.equal(await stored(fixture), null)
  })

  it('leaves a secret to the setting that the operator set, and has the say over one that was made', async () => {
    const fixture = await createFixture()
    await fixture.put('Account', 'bob', { secret: 'of setting' })
    const secret = { reference: 'Account/bob', path: ['secret'], setting: 'BOBS_SECRET' }
    const text = bundle(bob('name: Bob, secret: of file'))
    const first = await start(fixture, text, [{ ...secret, isSet: true }])
    assert.deepEqual([first.replaced, first.warned], [[], ['warned']])
    assert.equal((await stored(fixture))?.secret, 'hash(of setting)')
    assert.equal((await stored(fixture))?.name, 'Bob')
    const second = await start(fixture, text, [{ ...secret, isSet: false }])
    assert.deepEqual(second.replaced, ['BOBS_SECRET'])
    assert.equal((await stored(fixture))?.secret, 'hash(of file)')
  })
})
