import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { remember } from '../../../src/kernel/remember.ts'

describe('remember', () => {
  const open = (most?: number) => {
    const asked: string[] = []
    const find = (text: string) => {
      asked.push(text)
      if (text === 'bad') throw new Error('bad')
      return { text }
    }
    return { asked, find: remember(find, most) }
  }

  it('finds once for each text, but for failures', () => {
    const { asked, find } = open()
    assert.equal(find('a'), find('a'))
    assert.throws(() => find('bad'))
    assert.throws(() => find('bad'))
    assert.deepEqual(asked, ['a', 'bad', 'bad'])
  })

  it('keeps no more than it may, and no long text', () => {
    const { asked, find } = open(2)
    const long = 'x'.repeat(201)
    for (const text of ['a', 'b', 'a', 'c', 'a', long, long]) assert.deepEqual(find(text), { text })
    assert.deepEqual(asked, ['a', 'b', 'c', 'a', long, long])
  })
})
