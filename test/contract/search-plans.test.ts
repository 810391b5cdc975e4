/** How PostgreSQL carries searches out when it has prepared their statements and knows nothing of their values. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import postgres from 'postgres'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { toStatement } from '../../src/storage/search/condition-sql.ts'
import { createFrequencies } from '../../src/storage/search/frequencies.ts'
import type { IndexCatalog } from '../../src/storage/search/index-catalog.ts'
import { planSearch, searchPlanned } from '../../src/storage/search/search-planned.ts'
import { asWritten } from '../../src/storage/search/searches.ts'
import type { Asking } from '../../src/storage/search/searching.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testDatabaseUrl,
  testStoreOptions,
} from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { loadObservations, observationParameters } from '../support/skewed-rows.ts'
import { storedType } from './implementations.ts'

await bePatient()

const type = storedType('Observation', { search: observationParameters })
const options = { baseUrl: 'http://fire.test', now: Date.parse('2024-06-15T12:00:00Z') }
const mostBuffers = 5_000

/** Queries; `_sort` is not among the criteria. */
const searches: readonly string[] = [
  '',
  'status=final',
  'status=draft',
  'status:not=final',
  'status=draft,amended',
  'status:missing=true',
  'rare:missing=false',
  'rare:missing=true',
  'code=c3',
  'code=http://loinc|c0',
  'code=http://loinc|',
  'code:not=c0',
  'code=c1,c2,c3,c4,c5,c6,c7,c900,none',
  'subject=Patient/p3',
  'subject=p3',
  'identifier=500',
  'identifier=none',
  'name=a',
  'name=zz',
  'name=none',
  'name:exact=none',
  'on=2020',
  'on=2020-03-05',
  'on=ge2018',
  'on=lt2018',
  'on:missing=true',
  'value=5.5',
  'value=gt10',
  'value=lt0.1||mg',
  '_id=none',
  '_lastUpdated=gt2024',
  '_lastUpdated=lt2023',
  // Pairs
  'status=final&code=c0',
  'status=final&code=c3',
  'status=final&code=c900',
  'status=draft&code=c0',
  'status=final&on=2020',
  'status=final&value=gt10',
  'status:not=draft&code=c0',
  'code=c0&subject=Patient/p3',
  'code=c0&name=a',
  'on=ge2018&value=gt10',
  'status=final&rare:missing=false',
  '_lastUpdated=gt2024&status=final',
  // Orders
  ...[
    '_id',
    '-_id',
    '_lastUpdated',
    '-_lastUpdated',
    'status',
    '-status',
    'code',
    'subject',
    'name',
    '-name',
  ].map((sort) => `_sort=${sort}`),
  ...['on', '-on', 'value', '-value', 'rare', '-rare', 'status,-on', '-on,status', 'code,value'].map(
    (sort) => `_sort=${sort}`,
  ),
  'status=final&_sort=-on',
  'status=draft&_sort=-on',
  'code=c0&_sort=on',
  'code=c900&_sort=-value',
  'subject=p3&_sort=-_lastUpdated',
  'status=final&_sort=name',
]

describe('plans of searches on PostgreSQL', {
  skip: testDatabaseUrl ? false : 'PGlite has no statistics to plan by, and TEST_DATABASE_URL is not set',
}, () => {
  let database: TestDatabase
  let sql: postgres.Sql
  let catalog: IndexCatalog

  it('has 100,000 resources', { timeout: 300_000 }, async () => {
    database = await createTestDatabase(testDatabaseUrl as string)
    const place = { kind: 'postgres', url: database.url } as const
    await (await openStore({ ...testStoreOptions([type]), database: place })).close()
    sql = postgres(database.url, { max: 1, onnotice() {} })
    const numbers = await loadObservations(sql, 100_000)
    const kinds = new Map(
      createIndexer([type])
        .parametersOf('Observation')
        .map(({ name, kind }) => [name, kind]),
    )
    catalog = {
      parameterOf(_type, name) {
        const [number, kind] = [numbers.get(name), kinds.get(name)]
        return number === undefined || kind === undefined ? undefined : { number, kind }
      },
      hasTrigrams: () => false,
      hasDocumentIndex: () => false,
    }
    await sql.unsafe(asWritten.replaceAll('set local', 'set'))
  })

  after(async () => {
    await sql?.end()
    await database?.drop()
  })

  for (const query of searches) {
    it(`${query || 'everything'} looks at little`, async () => {
      const plans: Plan[] = []
      const page = await search(query, explaining(sql, plans))
      const buffers = plans.reduce((sum, { root }) => sum + buffersOf(root), 0)
      const scanned = plans
        .flatMap(({ root }) => nodesOf(root))
        .filter((node) => node['Node Type'] === 'Seq Scan')
      assert.deepEqual(
        scanned.map((node) => node['Relation Name']).filter((name) => name?.startsWith('observation')),
        [],
      )
      assert.ok(buffers <= mostBuffers, `${buffers} buffers\n${plans.map(({ text }) => text).join('\n')}`)
      assert.ok(page.versions.length <= 20)
    })
  }

  function search(query: string, asking: Asking) {
    const pairs = [...new URLSearchParams(query)].filter(([name]) => name !== '_sort')
    const sort = (new URLSearchParams(query).get('_sort') ?? '').split(',').filter((one) => one !== '')
    const plan = {
      type: 'Observation',
      where: parseCondition(type, pairs, options),
      sort: sort.map((one) => ({ parameter: one.replace('-', ''), isDescending: one.startsWith('-') })),
      count: 20,
      withTotal: false,
    }
    const context = { catalog, frequencies: createFrequencies(), inSlices: false }
    return searchPlanned(context, asking, 'observation', planSearch(plan, { catalog }))
  }
})

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Shared Hit Blocks'?: number
  readonly 'Shared Read Blocks'?: number
  readonly Plans?: readonly Node[]
}

interface Plan {
  readonly root: Node
  readonly text: string
}

const buffersOf = (node: Node) => (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0)

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

/** Runs each statement, and its plan as one that is prepared for all values. */
function explaining(sql: postgres.Sql, plans: Plan[]): Asking {
  async function ask<Row>(statement: Parameters<Asking['ask']>[0]): Promise<readonly Row[]> {
    const { text, parameters } = toStatement(statement)
    const values = parameters.map((value) => `'${String(value).replaceAll("'", "''")}'`)
    await sql.unsafe(`prepare looked as ${text}`)
    const [row] = await sql.unsafe<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }[]>(
      `explain (analyze, buffers, format json) execute looked${values.length === 0 ? '' : `(${values.join(', ')})`}`,
    )
    await sql.unsafe('deallocate looked')
    for (const { Plan: root } of row?.['QUERY PLAN'] ?? []) plans.push({ root, text })
    return (await sql.unsafe(text, parameters)) as unknown as Row[]
  }
  return { ask, askFreely: ask }
}
