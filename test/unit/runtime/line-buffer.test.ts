import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLineBuffer } from '../../../src/runtime/line-buffer.ts'

function open() {
  const written: string[] = []
  const planned: (() => void)[] = []
  const buffer = createLineBuffer(
    (text) => written.push(text),
    (work) => planned.push(work),
  )
  return { ...buffer, written, planned }
}

describe('createLineBuffer', () => {
  it('writes lines of one moment together, and plans once for them', () => {
    const { add, written, planned } = open()
    add('a\n', false)
    add('b\n', false)
    assert.deepEqual([written, planned.length], [[], 1])
    planned.shift()?.()
    assert.deepEqual(written, ['a\nb\n'])
    add('c\n', false)
    planned.shift()?.()
    assert.deepEqual(written, ['a\nb\n', 'c\n'])
  })

  it('writes what is urgent at once, and what came before it first', () => {
    const { add, written, planned } = open()
    add('a\n', false)
    add('bad\n', true)
    assert.deepEqual(written, ['a\nbad\n'])
    planned.shift()?.()
    assert.deepEqual(written, ['a\nbad\n'])
  })

  it('does not grow without a bound', () => {
    const { add, written } = open()
    const line = `${'x'.repeat(1000)}\n`
    for (let number = 0; number < 100; number++) add(line, false)
    assert.equal(written.length, 1)
  })

  it('gives what is left to whoever ends', () => {
    const { add, take, written, planned } = open()
    add('last\n', false)
    assert.equal(take(), 'last\n')
    planned.shift()?.()
    assert.deepEqual([take(), written], ['', []])
  })
})
