/** Schemas that change over stored resources: what does not fit is told, what would show or lose a secret is refused. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { checkStoredTypes } from '../../../src/engine/stored-types/check-stored-types.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { systemDigest as digest } from '../../../src/runtime/digest.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { openTestStore, type TestStore } from '../../support/open-test-store.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA'
const text = { type: 'string', maxLength: 20 }
const secret = { ...text, 'x-secret': true }

/** A server's types: one, with these fields. */
function wards(properties: JsonObject, required: string[] = []) {
  return createRegistry([{ type: 'Ward', schema: { type: 'object', properties, required } }])
}

describe('stored resources and a changed schema', () => {
  let store: TestStore
  before(async () => {
    store = await openTestStore(wards({}).types)
  })
  after(() => store.close())
  beforeEach(() => store.empty())

  const put = (id: string, fields: JsonObject) =>
    store.store.write({
      ...{ type: 'Ward', id, expect: { kind: 'any' } },
      text: JSON.stringify({ resourceType: 'Ward', id, ...fields }),
    })

  /** A start with these types: the warnings, and how many searches it took. */
  async function start(registry: ReturnType<typeof wards>, onMisfit: 'warn' | 'refuse' = 'warn') {
    const warned: string[] = []
    let searches = 0
    const counted = {
      ...store.store,
      search: (plan: Parameters<typeof store.store.search>[0]) => {
        searches += 1
        return store.store.search(plan)
      },
    }
    const log = { ...silentLog, warn: (message: string) => void warned.push(message) }
    await checkStoredTypes({ registry, store: counted, records: store.records, digest, log, onMisfit })
    return { warned, searches }
  }

  const refuses = (registry: ReturnType<typeof wards>, says: RegExp, onMisfit?: 'refuse') =>
    assert.rejects(start(registry, onMisfit), (error) => {
      assert.ok(error instanceof AppError && error.code === 'schema-against-data')
      return says.test(error.message)
    })

  it('looks at rows only when the schema changed, or did not fit', async () => {
    await put('a', { name: 'A' })
    assert.deepEqual(await start(wards({ name: text })), { warned: [], searches: 1 })
    assert.deepEqual(await start(wards({ name: text })), { warned: [], searches: 0 })
    assert.equal((await start(wards({ name: text, beds: text }))).searches, 1)
    assert.equal((await start(wards({ beds: text }))).warned.length, 1)
    assert.equal((await start(wards({ beds: text }))).warned.length, 1)
    await put('a', { beds: 'B' })
    assert.deepEqual((await start(wards({ beds: text }))).warned, [])
    assert.equal((await start(wards({ beds: text }))).searches, 0)
  })

  it('says how many do not fit, with examples, or refuses where the operator wants that', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await put(id, id === 'c' ? { name: 'C' } : { color: 'x' })
    const changed = wards({ name: text, color: { enum: ['red'] } }, ['name'])
    const { warned } = await start(changed)
    assert.equal(warned.length, 1)
    assert.match(warned[0] ?? '', /^4 of 5 stored Ward do not fit the schema.*Ward\/a \(Ward\.\w+: .*Ward\/d/)
    assert.doesNotMatch(warned[0] ?? '', /Ward\/e/)
    await refuses(changed, /4 of 5 stored Ward/, 'refuse')
    await refuses(changed, /4 of 5 stored Ward/, 'refuse')
  })

  it('hashes are no misfits, whatever the schema says of the length of secrets', async () => {
    await put('a', { pin: hash })
    assert.deepEqual((await start(wards({ pin: secret }))).warned, [])
  })

  it('taking x-secret away is refused while hashes are stored', async () => {
    await put('a', { pin: hash })
    await start(wards({ pin: secret }))
    await refuses(wards({ pin: text }), /Ward\.pin was `x-secret`.*Put `x-secret: true` back.*ward_history/)
    await refuses(wards({}), /Ward\.pin was `x-secret`/)
    // Back, the start is good again, and nothing was forgotten meanwhile.
    await start(wards({ pin: secret }))
    await refuses(wards({ pin: { type: 'string' } }), /Ward\.pin/)
  })

  it('also while only older versions have them', async () => {
    await put('a', { pin: hash })
    await start(wards({ pin: secret }))
    await put('a', {})
    await refuses(wards({ pin: text }), /Ward\.pin was `x-secret`/)
  })

  it('without stored hashes it may go', async () => {
    await put('a', {})
    await start(wards({ pin: secret }))
    assert.deepEqual((await start(wards({ pin: text }))).warned, [])
  })

  it('adding x-secret to a field with values in clear is refused; to an empty one, not', async () => {
    await put('a', { pin: '1234' })
    await put('b', { pin: hash })
    await start(wards({ pin: { type: 'string' } }))
    await refuses(wards({ pin: secret }), /Ward\.pin is now `x-secret`, but stored Ward have it in clear/)
    await put('a', {})
    assert.deepEqual((await start(wards({ pin: secret }))).warned, [])
  })
})
