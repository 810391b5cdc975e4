/** Every search with its order, its pages and its total, held against a plain evaluation of its documents in memory. */
import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { allOf, type Condition, everything } from '../../src/engine/ports/condition.ts'
import { type IndexEntry, sortedKeys } from '../../src/engine/ports/search-index.ts'
import type { Position, SearchPlan, SortKey, Version } from '../../src/engine/ports/store.ts'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import { compareDecimals, type Decimal, parseDecimal } from '../../src/engine/search/decimal.ts'
import { holds } from '../../src/engine/search/holds.ts'
import { parseJson } from '../../src/formats/json-text.ts'
import type { JsonObject } from '../../src/kernel/json.ts'
import { bePatient } from '../support/patience.ts'
import { type Choices, createChoices } from '../support/random-choices.ts'
import { makeCondition, makeDocument, thingParameters } from '../support/random-documents.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const type = storedType('Thing', { search: thingParameters })
const indexer = createIndexer([type])
const seed = 20_260_101
const rounds = 25

interface Known {
  readonly version: Version
  readonly document: JsonObject
  readonly entries: readonly IndexEntry[]
}

/** Byte by byte, as the index has it. */
const compareTexts = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

function valuesOf({ version, entries }: Known, parameter: string): readonly Value[] {
  if (parameter === '_id') return [version.id]
  if (parameter === '_lastUpdated') return [version.lastUpdated]
  return entries.flatMap((entry): readonly Value[] => {
    if (entry.parameter !== parameter) return []
    if (entry.kind === 'span') return [entry.start]
    if (entry.kind === 'number') return [parseDecimal(entry.digits) as Decimal]
    const { value } = entry
    return compareTexts(value, sortedKeys.from) >= 0 && compareTexts(value, sortedKeys.to) < 0 ? [value] : []
  })
}

type Value = string | number | Decimal

function compare(one: Value, other: Value): number {
  if (typeof one === 'object' && typeof other === 'object') return compareDecimals(one, other)
  if (typeof one === 'number' && typeof other === 'number') return one < other ? -1 : Number(one > other)
  return compareTexts(String(one), String(other))
}

function sortValue(known: Known, { parameter, isDescending }: SortKey): Value | undefined {
  const [first] = [...valuesOf(known, parameter)].sort((one, other) =>
    isDescending ? compare(other, one) : compare(one, other),
  )
  return first
}

function compareBy(sort: readonly SortKey[]): (one: Known, other: Known) => number {
  return (one, other) => {
    for (const key of sort) {
      const [a, b] = [sortValue(one, key), sortValue(other, key)]
      if (a === undefined && b === undefined) continue
      if (a === undefined || b === undefined) return a === undefined ? 1 : -1
      const order = compare(a, b)
      if (order !== 0) return key.isDescending ? -order : order
    }
    return compareTexts(one.version.id, other.version.id)
  }
}

const names = [...thingParameters.map(({ name }) => name), '_id', '_lastUpdated']

function makeSort(choices: Choices): readonly SortKey[] {
  return Array.from({ length: choices.number(4) }, () => ({
    parameter: choices.one(names),
    isDescending: choices.number(2) === 0,
  }))
}

describeOnEach('an order', [type], {}, (opened) => {
  const all: Known[] = []

  before(async () => {
    const choices = createChoices(seed)
    for (let index = 0; index < 70; index++) {
      const id = `t${String((index * 37) % 100).padStart(3, '0')}`
      const json = makeDocument(choices)
        .replace(/^\{/, `{"resourceType":"Thing","id":"${id}",`)
        .replace(',}', '}')
      await opened().store.write({ type: 'Thing', id, text: json, expect: { kind: 'any' } })
      const version = (await opened().store.read('Thing', id)) as Version
      const document = parseJson(version.text) as JsonObject
      all.push({ version, document, entries: indexer.index('Thing', document).entries })
    }
  })

  async function follow(plan: SearchPlan): Promise<readonly string[]> {
    const ids: string[] = []
    let after: Position | undefined
    do {
      const page = await opened().store.search({ ...plan, ...(after && { after }) })
      ids.push(...page.versions.map(({ id }) => id))
      after = page.next
      assert.equal(page.hasMore, after !== undefined)
      assert.ok(ids.length <= all.length)
    } while (after !== undefined)
    return ids
  }

  for (const asker of [undefined, 'User/ann']) {
    it(`of a search is that of its documents, page by page, asked by ${asker}`, async () => {
      const choices = createChoices(seed + 1)
      for (let round = 0; round < rounds; round++) {
        const where: Condition = choices.number(3) === 0 ? everything : makeCondition(choices, 1)
        const sort = makeSort(choices)
        const expected = all
          .filter(({ document }) => holds(where, document))
          .sort(compareBy(sort))
          .map(({ version }) => version.id)
        const count = choices.one([7, 16, 1000])
        const plan = {
          type: 'Thing',
          where,
          sort,
          count,
          withTotal: false,
        }
        const asked = { ...plan, ...(asker && { asker }) }
        assert.deepEqual(await follow(asked), expected, JSON.stringify({ sort, count, where }))
        const { total } = await opened().store.search({ ...asked, count: 0, withTotal: true })
        assert.equal(total, expected.length, JSON.stringify(where))
      }
    })
  }

  it('refuses a place that is none of it', async () => {
    for (const [parameter, value] of [
      ['size', 'x'],
      ['on', '2024'.repeat(20)],
      ['_lastUpdated', ''],
    ] as const) {
      const after = { values: [value], id: 'a' }
      const sort = [{ parameter, isDescending: false }]
      const plan = { type: 'Thing', where: allOf(), sort, after, count: 5, withTotal: false }
      await assert.rejects(opened().store.search(plan), { category: 'invalid' })
    }
  })
})
