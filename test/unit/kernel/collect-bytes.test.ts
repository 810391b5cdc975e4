import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { collectBytes } from '../../../src/kernel/collect-bytes.ts'

/** Says what became of the stream. */
function streamOf(...chunks: readonly string[]) {
  const seen = { pulled: 0, isOver: false }
  async function* flow() {
    try {
      for (const chunk of chunks) {
        seen.pulled += 1
        yield new TextEncoder().encode(chunk)
      }
    } finally {
      seen.isOver = true
    }
  }
  return { seen, stream: flow() }
}

const collect = (stream: AsyncIterable<Uint8Array>) => collectBytes(stream, 4, () => new Error('too large'))

describe('a stream of bytes', () => {
  for (const chunks of [[], ['ab'], ['ab', 'c', 'd']]) {
    it(`of ${chunks.length} chunks becomes one`, async () => {
      const bytes = await collect(streamOf(...chunks).stream)
      assert.equal(new TextDecoder().decode(bytes), chunks.join(''))
    })
  }

  it('that is too large is left at once, and cancelled', async () => {
    const { stream, seen } = streamOf('abc', 'de', 'f')
    await assert.rejects(collect(stream), /too large/)
    assert.deepEqual(seen, { pulled: 2, isOver: true })
  })
})
