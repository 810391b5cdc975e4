import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createOpenAnswers, type OpenAnswers } from '../../../src/http/response/open-answers.ts'
import { AppError } from '../../../src/kernel/errors.ts'

const mib = 1024 * 1024
const text = 'x'.repeat(5 * mib)

/** What is open of a hundred that were asked for, and the codes of the refused. */
function openMany(answers: OpenAnswers, askerOf: (number: number) => string) {
  const open: ReadableStream<Uint8Array>[] = []
  const refused: string[] = []
  for (let number = 0; number < 100; number++) {
    try {
      open.push(answers.open(askerOf(number), text))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.push(`${error.category} ${error.code}`)
    }
  }
  return { open, refused }
}

const cancelAll = (streams: readonly ReadableStream[]) => Promise.all(streams.map((one) => one.cancel()))

describe('large answers that nobody reads', () => {
  it('hold 32 MiB together, and 17 of one caller, however many are asked for', async () => {
    const answers = createOpenAnswers()
    const ofOne = openMany(answers, () => 'one')
    assert.equal(ofOne.open.length, 3)
    assert.deepEqual([...new Set(ofOne.refused)], ['too-many answers-unread'])
    await cancelAll(ofOne.open)
    const ofMany = openMany(answers, (number) => `caller ${number}`)
    assert.equal(ofMany.open.length, 6)
    assert.deepEqual([...new Set(ofMany.refused)], ['transient answers-unread'])
    await cancelAll(ofMany.open)
    const again = openMany(answers, () => 'one')
    assert.equal(again.open.length, 3, 'what is over leaves its room')
    await cancelAll(again.open)
  })

  it('are made as they are read', async () => {
    const answers = createOpenAnswers()
    const stream = answers.open('one', text)
    const reader = stream.getReader()
    const { value } = await reader.read()
    // A part, and nothing that waits behind it.
    assert.equal(value?.length, 64 * 1024)
    let length = value.length
    for (let next = await reader.read(); !next.done; next = await reader.read()) length += next.value.length
    assert.equal(length, text.length)
  })

  it('have the garbage of the refused collected, once for many', async () => {
    let collected = 0
    const { open, refused } = openMany(
      createOpenAnswers(() => {
        collected += 1
      }),
      () => 'one',
    )
    assert.equal(collected, Math.floor(refused.length / 4))
    await cancelAll(open)
  })
})
