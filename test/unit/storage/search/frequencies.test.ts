/** What is remembered of counts is bounded. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFrequencies } from '../../../../src/storage/search/frequencies.ts'
import { indexTablesOf } from '../../../../src/storage/search/index-tables.ts'

describe('frequencies', () => {
  for (const [what, length, expected] of [
    ['short ones are counted once', 10, 1],
    ['long ones each time, as they could fill the memory', 3_000, 2],
  ] as const)
    it(what, async () => {
      const { count } = createFrequencies(() => 0)
      let asked = 0
      const ask = async <Row>(): Promise<readonly Row[]> => {
        asked += 1
        return [{ at: 0, n: 3, last: null }] as Row[]
      }
      const sources = { of: [{ kind: 'key', value: 'v'.repeat(length) }], isExact: true } as const
      for (const _ of [1, 2]) {
        const [found] = await count(ask, indexTablesOf('thing'), [sources], 100)
        assert.equal(found?.count, 3)
      }
      assert.equal(asked, expected)
    })
})
