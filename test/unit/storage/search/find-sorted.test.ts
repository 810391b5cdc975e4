/** What lies between the statements of one search: others write meanwhile. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SQL } from 'drizzle-orm'
import { toStatement } from '../../../../src/storage/search/condition-sql.ts'
import { findSorted } from '../../../../src/storage/search/find-sorted.ts'
import { indexTablesOf } from '../../../../src/storage/search/index-tables.ts'
import { startFinding } from '../../../../src/storage/search/run-walk.ts'
import type { Searching } from '../../../../src/storage/search/searching.ts'

describe('a search that is sorted by several columns', () => {
  it('asks once more, where it fetches documents, what the filter holds of', async () => {
    const asked: ReturnType<typeof toStatement>[] = []
    const ask = async <Row>(statement: SQL): Promise<readonly Row[]> => {
      asked.push(toStatement(statement))
      return asked.length === 1 ? ([{ id: 'a', v1: '=x' }] as Row[]) : []
    }
    const searching: Searching = {
      ...{ ask, askFreely: ask, tables: indexTablesOf('thing'), costs: 1 },
      catalog: {
        parameterOf: () => undefined,
        hasTrigrams: () => false,
        hasDocumentIndex: () => false,
      },
      frequencies: {
        count: async () => [{ count: 1_000_000, last: null }],
        sizeOf: async () => 1_000_000,
      },
    }
    const columns = [1, 2].map((number) => ({ kind: 'key' as const, number, isDescending: false }))
    const filter = { kind: 'keys', values: ['3:=mine'] } as const
    await findSorted(searching, filter, columns, undefined, startFinding(10, true))
    const documents = asked.filter(({ text }) => text.includes('resource'))
    assert.ok(documents.length > 0)
    for (const { parameters } of documents) assert.ok(JSON.stringify(parameters).includes('3:=mine'))
  })
})
