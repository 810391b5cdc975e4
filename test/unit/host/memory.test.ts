import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { type Cache, createMemory, type Memory } from '../../../src/host/memory.ts'
import { createFakeWatch, createGate, type FakeWatch } from '../../support/fake-watch.ts'

interface Note {
  readonly text: string
}

let watch: FakeWatch
let memory: Memory
let stored: Map<string, string>
let loads: string[]
/** Awaited by every load after it has read. */
let gate: Promise<void>
let notes: Cache<Note>

beforeEach(() => {
  watch = createFakeWatch()
  memory = createMemory(watch)
  stored = new Map([
    ['a', 'one'],
    ['b', 'two'],
    ['c', 'three'],
  ])
  loads = []
  gate = Promise.resolve()
  notes = memory.cache({ types: ['Note'], max: 2, load, belongsTo: (key) => [`Note/${key}`] })
})

async function load(key: string): Promise<Note | null> {
  loads.push(key)
  const text = stored.get(key)
  await gate
  return text === undefined ? null : { text }
}

/** Changes the note and tells it, as the store does before a write returns. */
function write(key: string, text: string): void {
  stored.set(key, text)
  watch.tell('Note', key)
}

describe('an entry', () => {
  it('is loaded once, and then there without a promise', async () => {
    assert.equal(notes.peek('a'), undefined)
    assert.equal((await notes.get('a'))?.text, 'one')
    assert.equal(notes.peek('a')?.text, 'one')
    assert.equal(await notes.get('a'), notes.peek('a'))
    assert.deepEqual(loads, ['a'])
  })

  it('ends with a change that it belongs to, and with no other', async () => {
    await notes.get('a')
    watch.tell('Note', 'b')
    watch.tell('Other', 'a')
    assert.equal(notes.peek('a')?.text, 'one')
    write('a', 'new')
    assert.equal(notes.peek('a'), undefined)
    assert.equal((await notes.get('a'))?.text, 'new')
  })

  it('ends when changes may have been missed', async () => {
    await notes.get('a')
    watch.gap()
    assert.equal(notes.peek('a'), undefined)
  })

  it('that is not there is asked for each time', async () => {
    assert.equal(await notes.get('none'), null)
    assert.equal(await notes.get('none'), null)
    assert.deepEqual(loads, ['none', 'none'])
  })

  it('gives way when it was not asked for the longest', async () => {
    await notes.get('a')
    await notes.get('b')
    notes.peek('a')
    await notes.get('c')
    assert.equal(notes.peek('b'), undefined)
    assert.equal(notes.peek('a')?.text, 'one')
    // What gave way leaves nothing behind that a later change would end.
    await notes.get('b')
    watch.tell('Note', 'a')
    assert.equal(notes.peek('b')?.text, 'two')
  })

  it('may belong to what it turned out to be', async () => {
    const byText = memory.cache<Note>({
      ...{ types: ['Text'], max: 2, load },
      belongsTo: (_key, { text }) => [`Text/${text}`],
    })
    await byText.get('a')
    watch.tell('Text', 'two')
    assert.equal(byText.peek('a')?.text, 'one')
    watch.tell('Text', 'one')
    assert.equal(byText.peek('a'), undefined)
  })

  it('of many belongs to any change of their types', async () => {
    const whole = memory.cache<Note>({ types: ['Note'], max: 2, load })
    await whole.get('a')
    watch.tell('Note', 'c')
    assert.equal(whole.peek('a'), undefined)
  })
})

describe('a load', () => {
  it('is shared by those who ask meanwhile', async () => {
    const [one, other] = await Promise.all([notes.get('a'), notes.get('a')])
    assert.equal(one, other)
    assert.deepEqual(loads, ['a'])
  })

  it('that began before a change is neither kept nor lent', async () => {
    const { promise, resolve } = createGate()
    gate = promise
    const early = notes.get('a')
    write('a', 'new')
    gate = Promise.resolve()
    assert.equal((await notes.get('a'))?.text, 'new')
    resolve()
    assert.equal((await early)?.text, 'one')
    assert.equal(notes.peek('a')?.text, 'new')
  })

  it('that began before a change of another is kept', async () => {
    const { promise, resolve } = createGate()
    gate = promise
    const early = notes.get('a')
    write('b', 'new')
    resolve()
    await early
    assert.equal(notes.peek('a')?.text, 'one')
  })

  it('is judged by what came of it', async () => {
    const byText = memory.cache<Note>({
      ...{ types: ['Text'], max: 2, load },
      belongsTo: (_key, { text }) => [`Text/${text}`],
    })
    const { promise, resolve } = createGate()
    gate = promise
    const both = [byText.get('a'), byText.get('b')]
    watch.tell('Text', 'one')
    resolve()
    await Promise.all(both)
    assert.equal(byText.peek('a'), undefined)
    assert.equal(byText.peek('b')?.text, 'two')
  })

  it('during which changes may have been missed is not kept', async () => {
    const { promise, resolve } = createGate()
    gate = promise
    const early = notes.get('a')
    watch.gap()
    resolve()
    await early
    assert.equal(notes.peek('a'), undefined)
  })

  it('that fails is an error for all who wait, and tried again', async () => {
    gate = Promise.reject(new Error('no database'))
    const both = [notes.get('a'), notes.get('a')]
    for (const one of both) await assert.rejects(one, /no database/)
    gate = Promise.resolve()
    assert.equal((await notes.get('a'))?.text, 'one')
    assert.deepEqual(loads, ['a', 'a'])
  })
})

describe('while changes of other nodes may be missed', () => {
  it('nothing is kept, lent or believed, not even afterwards', async () => {
    await notes.get('a')
    watch.trusted = false
    assert.equal(notes.peek('a'), undefined)
    await Promise.all([notes.get('a'), notes.get('a')])
    assert.deepEqual(loads, ['a', 'a', 'a'])
    watch.trusted = true
    assert.equal(notes.peek('a'), undefined)
  })

  it('what was loaded before or after is not kept', async () => {
    for (const [atFirst, later] of [
      [true, false],
      [false, true],
    ] as const) {
      const { promise, resolve } = createGate()
      gate = promise
      watch.trusted = atFirst
      const early = notes.get('a')
      watch.trusted = later
      resolve()
      await early
      watch.trusted = true
      assert.equal(notes.peek('a'), undefined)
    }
  })
})

describe('a single value', () => {
  it('is made of many, and again after a change of one of them', async () => {
    let made = 0
    const count = memory.single({ types: ['Note'], load: async () => ({ made: ++made }) })
    assert.equal(count.peek(), undefined)
    const [one, other] = await Promise.all([count.get(), count.get()])
    assert.equal(one, other)
    assert.equal(count.peek()?.made, 1)
    watch.tell('Note', 'any')
    assert.equal((await count.get()).made, 2)
  })
})

describe('an epoch', () => {
  it('is another after a change of its types, and after a gap', () => {
    const epoch = memory.epoch(['Note', 'Pen'])
    const first = epoch()
    watch.tell('Other', 'a')
    assert.equal(epoch(), first)
    watch.tell('Pen', 'a')
    const second = epoch()
    assert.notEqual(second, first)
    watch.gap()
    assert.notEqual(epoch(), second)
  })

  it('is none while changes may be missed', () => {
    const epoch = memory.epoch(['Note'])
    watch.trusted = false
    assert.equal(epoch(), undefined)
  })
})

it('a memory that was stopped hears nothing more', () => {
  let listeners = 0
  const stopped = createMemory({
    watch() {
      listeners += 1
      return { isTrusted: () => true, stop: () => (listeners -= 1) }
    },
  })
  stopped.cache({ types: ['Note'], max: 1, load })
  stopped.cache({ types: ['Note'], max: 1, load })
  assert.equal(listeners, 1)
  stopped.stop()
  assert.equal(listeners, 0)
})
