import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { AppError } from '../../../src/kernel/errors.ts'
import { defineResource, Secret } from '../../../src/schema/define-resource.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

const Lamp = defineResource({
  type: 'Lamp',
  schema: Type.Object({
    color: Type.String({ maxLength: 10 }),
    price: Type.Optional(Type.Number()),
    code: Type.Optional(Secret()),
    switch: Type.Optional(Type.Object({ pin: Type.Optional(Secret()) })),
  }),
  search: [{ name: 'color', type: 'token', path: 'color' }],
  // As of a type that only the server writes.
  interactions: ['read'],
})

const Room = defineResource({ type: 'Room', schema: Type.Object({ name: Type.String() }) })

let fixture: DocumentsFixture

before(async () => {
  fixture = await openDocuments({
    types: [Lamp, Room],
    watchedTypes: ['Lamp'],
    rules: {
      Lamp: async ({ color }) =>
        color === 'loud' ? [{ code: 'business-rule', message: 'too loud', expression: 'Lamp.color' }] : [],
    },
  })
})
after(() => fixture.close())

let next = 0
let id = ''
beforeEach(() => {
  next += 1
  id = `l${next}`
  reset()
})
afterEach(() => {
  fixture.beforeWrite = undefined
})

function reset(): void {
  fixture.calls.length = 0
  fixture.written.length = 0
  fixture.hashes.count = 0
}

const lamp = (more: object = {}) => ({ resourceType: 'Lamp', id, color: 'red', ...more })
const stored = async () => JSON.parse((await fixture.store.read('Lamp', id))?.text ?? 'null')

describe('reading', () => {
  it('gives the resource without its secrets, and their hashes by path', async () => {
    await fixture.documents.create(Lamp, lamp({ code: '1', switch: { pin: '2' } }))
    const found = await fixture.documents.get(Lamp, id)
    const { meta, ...resource } = found?.resource ?? {}
    assert.deepEqual(resource, { resourceType: 'Lamp', id, color: 'red' })
    assert.deepEqual(found?.secrets, { code: 'hash(1)', 'switch.pin': 'hash(2)' })
    assert.equal(found?.createdAt, (meta as { createdAt: string }).createdAt)
    assert.equal(await fixture.documents.get(Lamp, 'none'), null)
  })

  it('keeps what was read until it changes', async () => {
    await fixture.documents.create(Lamp, lamp())
    assert.equal(fixture.documents.peek(Lamp, id), undefined)
    const first = await fixture.documents.get(Lamp, id)
    assert.equal(fixture.documents.peek(Lamp, id), first)
    await fixture.documents.update(Lamp, id, (one) => ({ ...one, color: 'blue' }))
    assert.equal(fixture.documents.peek(Lamp, id), undefined)
    assert.equal((await fixture.documents.get(Lamp, id))?.resource.color, 'blue')
    await fixture.documents.remove(Lamp, id)
    assert.equal(await fixture.documents.get(Lamp, id), null)
  })

  it('goes past the memory where it must', async () => {
    await fixture.documents.create(Lamp, lamp())
    await fixture.documents.get(Lamp, id)
    reset()
    await fixture.documents.read(Lamp, id)
    assert.deepEqual(fixture.calls, ['read'])
  })

  it('keeps nothing of a type whose changes nobody tells', async () => {
    await fixture.documents.create(Room, { resourceType: 'Room', id, name: 'Hall' })
    await fixture.documents.get(Room, id)
    assert.equal(fixture.documents.peek(Room, id), undefined)
    assert.equal((await fixture.documents.get({ type: 'Room' }, id))?.resource.name, 'Hall')
  })

  it('finds all, however many pages they are', async () => {
    const write = (at: number) => {
      const document = { resourceType: 'Lamp', id: `many${at}`, color: 'many' }
      return fixture.store.write({
        ...{ type: 'Lamp', id: document.id, text: JSON.stringify(document), expect: { kind: 'any' } },
      })
    }
    await Promise.all(Array.from({ length: 1001 }, (_, at) => write(at)))
    const found = await fixture.documents.all(Lamp, [['color', 'many']])
    assert.equal(new Set(found.map((one) => one.id)).size, 1001)
    assert.equal(found[0]?.resource.color, 'many')
    await assert.rejects(fixture.documents.all(Lamp, [['colour', 'many']]), /colour/)
  })

  it('within a transaction sees what is not committed yet', async () => {
    const text = JSON.stringify(lamp())
    await fixture.store.transaction(async ({ store }) => {
      await store.write({ type: 'Lamp', id, text, expect: { kind: 'any' } })
      assert.equal((await fixture.documents.within(store).read(Lamp, id))?.id, id)
    })
  })

  it('of an unknown type is an error', async () => {
    await assert.rejects(fixture.documents.get({ type: 'Nothing' }, id), /no type Nothing/)
  })
})

describe('making', () => {
  it('is one statement where nothing is hashed', async () => {
    const made = await fixture.documents.create(Room, { resourceType: 'Room', id, name: 'Hall' })
    assert.equal(made?.resource.name, 'Hall')
    assert.deepEqual(fixture.calls, ['write'])
  })

  it('answers null where the id is taken, and changes nothing', async () => {
    assert.notEqual(await fixture.documents.create(Lamp, lamp()), null)
    assert.equal(await fixture.documents.create(Lamp, lamp({ color: 'blue' })), null)
    assert.equal((await stored()).color, 'red')
  })

  it('is validated, obeys the rules and is told', async () => {
    const isRefused = (error: unknown) => error instanceof AppError && error.category === 'unprocessable'
    await assert.rejects(fixture.documents.create(Lamp, lamp({ color: 'much too long' })), isRefused)
    await assert.rejects(fixture.documents.create(Lamp, lamp({ color: 'loud' })), isRefused)
    assert.equal(fixture.written.length, 0)
    await fixture.documents.create(Lamp, lamp({ code: '1' }))
    assert.deepEqual(
      fixture.written.map(({ outcome, secretsChanged }) => [outcome, secretsChanged]),
      [['created', ['code']]],
    )
    assert.equal(fixture.written[0]?.resource.code, undefined)
  })
})

describe('changing', () => {
  it('keeps the secrets that the change leaves out, without hashing them again', async () => {
    await fixture.documents.create(Lamp, lamp({ code: '1', switch: { pin: '2' } }))
    reset()
    await fixture.documents.update(Lamp, id, (one) => ({ ...one, color: 'blue' }))
    const { color, code, switch: pin } = await stored()
    assert.deepEqual({ color, code, pin }, { color: 'blue', code: 'hash(1)', pin: { pin: 'hash(2)' } })
    assert.equal(fixture.hashes.count, 0)
    assert.deepEqual(fixture.written[0]?.secretsChanged, [])
  })

  it('hashes a new secret once, and leaves one that is the same', async () => {
    await fixture.documents.create(Lamp, lamp({ code: '1' }))
    reset()
    await fixture.documents.update(Lamp, id, (one) => ({ ...one, code: '1' }))
    assert.deepEqual(fixture.written[0]?.secretsChanged, [])
    await fixture.documents.update(Lamp, id, (one) => ({ ...one, code: '2' }))
    assert.deepEqual(fixture.written[1]?.secretsChanged, ['code'])
    assert.equal(fixture.hashes.count, 1)
  })

  it('keeps the digits of numbers', async () => {
    const text = `{"resourceType":"Lamp","id":"${id}","color":"red","price":1.50}`
    await fixture.store.write({ type: 'Lamp', id, text, expect: { kind: 'any' } })
    await fixture.documents.update(Lamp, id, (one) => ({ ...one, color: 'blue' }))
    assert.match((await fixture.store.read('Lamp', id))?.text ?? '', /"price": ?1\.50/)
  })

  it('writes on the version that it read, and again when somebody was faster', async () => {
    await fixture.documents.create(Lamp, lamp({ price: 1 }))
    fixture.beforeWrite = () =>
      fixture.documents.update(Lamp, id, (one) => ({ ...one, price: (one.price ?? 0) + 10 }))
    const seen: (number | undefined)[] = []
    const done = await fixture.documents.update(Lamp, id, (one) => {
      seen.push(one.price)
      return { ...one, price: (one.price ?? 0) + 1 }
    })
    assert.deepEqual(seen, [1, 11])
    assert.equal(done?.resource.price, 12)
  })

  it('loses none of many at once', async () => {
    await fixture.documents.create(Lamp, lamp({ price: 0 }))
    const add = () => fixture.documents.update(Lamp, id, (one) => ({ ...one, price: (one.price ?? 0) + 1 }))
    await Promise.all(Array.from({ length: 5 }, add))
    assert.equal((await fixture.documents.get(Lamp, id))?.resource.price, 5)
  })

  it('writes nothing where the change leaves it', async () => {
    await fixture.documents.create(Lamp, lamp())
    reset()
    const left = await fixture.documents.update(Lamp, id, () => null)
    assert.equal(left?.resource.color, 'red')
    assert.deepEqual(fixture.calls, ['read'])
  })

  it('of what is not there is null, and the change is not asked', async () => {
    const change = () => assert.fail('asked')
    assert.equal(await fixture.documents.update(Lamp, 'none', change), null)
  })

  it('may make what is not there', async () => {
    const more = (one: { price?: number } | undefined) => ({ ...lamp(), price: (one?.price ?? 0) + 1 })
    fixture.beforeWrite = () => fixture.documents.put(Lamp, id, more)
    assert.equal((await fixture.documents.put(Lamp, id, more)).resource.price, 2)
    assert.deepEqual(
      fixture.written.map(({ outcome }) => outcome),
      ['created', 'updated'],
    )
  })
})

describe('removing', () => {
  it('is told, once', async () => {
    await fixture.documents.create(Lamp, lamp({ code: '1' }))
    reset()
    assert.equal(await fixture.documents.remove(Lamp, id), true)
    assert.equal(await fixture.documents.remove(Lamp, id), false)
    assert.deepEqual(
      fixture.written.map(({ outcome, resource: { code } }) => [outcome, code]),
      [['deleted', undefined]],
    )
  })
})
