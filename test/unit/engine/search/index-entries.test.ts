/** Entries of documents and probes of criteria find what the documents themselves tell. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Comparison, Condition } from '../../../../src/engine/ports/condition.ts'
import {
  type IndexEntry,
  type IndexedDocument,
  sortedKeys,
} from '../../../../src/engine/ports/search-index.ts'
import { createIndexer } from '../../../../src/engine/search/create-indexer.ts'
import { holds } from '../../../../src/engine/search/holds.ts'
import { parseCondition } from '../../../../src/engine/search/parse-condition.ts'
import { parseJson } from '../../../../src/formats/json-text.ts'
import type { JsonObject, JsonValue } from '../../../../src/kernel/json.ts'
import { bePatient } from '../../../support/patience.ts'
import { probeHolds } from '../../../support/probe-holds.ts'
import { type Choices, createChoices } from '../../../support/random-choices.ts'
import {
  criterionOptions,
  makeCriterion,
  makeDocument,
  thingParameters,
} from '../../../support/random-documents.ts'

await bePatient()

const search = new Map(thingParameters.map((parameter) => [parameter.name, parameter]))
const thing = { type: 'Thing', search }
const indexer = createIndexer([thing])
const seed = 20_240_617

interface Indexed {
  readonly document: JsonObject
  readonly indexed: IndexedDocument
}

function toIndexed(document: JsonObject): Indexed {
  return { document, indexed: indexer.index('Thing', document) }
}

/** Now and then with texts that no database keeps. */
function spoil(value: JsonValue | undefined, { one, number }: Choices): JsonValue | undefined {
  if (typeof value === 'string' && number(8) === 0)
    return value.slice(0, number(4)) + one(['\0', '\ud800', '\u{10ffff}', '\ufffd'])
  if (typeof value !== 'object' || value === null) return value
  for (const [name, member] of Object.entries(value))
    Object.assign(value, { [name]: spoil(member, { one, number, several: () => [] }) })
  return value
}

const comparisonsOf = (condition: Condition): readonly Comparison[] => {
  if (condition.kind === 'compare') return [condition]
  return condition.kind === 'not' ? comparisonsOf(condition.of) : condition.of.flatMap(comparisonsOf)
}

/** What is wrong; undefined: nothing. */
function findFault({ document, indexed }: Indexed, comparison: Comparison): string | undefined {
  const { probe } = comparison
  if (probe === undefined) return 'no probe'
  const [isFound, isHeld] = [probeHolds(indexed, probe), holds(comparison, document)]
  if (isFound === isHeld || (!probe.isExact && isFound)) return undefined
  return `${isFound ? 'found' : 'not found'}: ${JSON.stringify({ probe, document, indexed }, null, 1)}`
}

const documentsOf = (choices: Choices, count: number): readonly Indexed[] =>
  Array.from({ length: count }, () => toIndexed(parseJson(makeDocument(choices)) as JsonObject))

describe('entries of an index', () => {
  it('find what holds, whatever the document and the criterion', () => {
    const choices = createChoices(seed)
    const documents = documentsOf(choices, 150)
    const ways = new Map<string, number>()
    for (let round = 0; round < 1_500; round++) {
      const criterion = makeCriterion(choices)
      for (const comparison of comparisonsOf(parseCondition(thing, [criterion], criterionOptions))) {
        for (const one of documents) {
          const fault = findFault(one, comparison)
          assert.equal(fault, undefined, `${criterion.join('=')} ${fault}`)
        }
        const way = `${comparison.probe?.of.kind} ${comparison.probe?.isExact}`
        ways.set(way, (ways.get(way) ?? 0) + 1)
      }
    }
    const expected = ['infix false', 'keys false', 'keys true', 'numbers true', 'prefix true', 'present true']
    for (const way of [...expected, 'spans true', 'prefix false']) assert.ok((ways.get(way) ?? 0) > 3, way)
  })

  it('find what holds where texts are such that no database keeps them', () => {
    const choices = createChoices(seed + 1)
    const spoilt = documentsOf(choices, 100).map(({ document }) =>
      toIndexed(spoil(document, choices) as JsonObject),
    )
    for (let round = 0; round < 300; round++) {
      const [name, value] = makeCriterion(choices)
      const criterion = [name, choices.number(3) > 0 ? value : `${value}\ufffd`] as const
      let condition: Condition
      try {
        condition = parseCondition(thing, [criterion], criterionOptions)
      } catch {
        continue
      }
      for (const comparison of comparisonsOf(condition))
        for (const one of spoilt) assert.equal(findFault(one, comparison), undefined, criterion.join('='))
    }
  })

  it('miss something when one of them is left out', () => {
    const choices = createChoices(seed + 2)
    const documents = documentsOf(choices, 60)
    const comparisons = Array.from({ length: 2_000 }, () => makeCriterion(choices)).flatMap((criterion) =>
      comparisonsOf(parseCondition(thing, [criterion], criterionOptions)),
    )
    const unmissed = documents.flatMap(({ document, indexed }) =>
      indexed.entries.filter((entry) => {
        const entries = indexed.entries.filter((other) => other !== entry)
        const less = { document, indexed: { ...indexed, entries } }
        return !comparisons.some((one) => findFault(less, one) !== undefined)
      }),
    )
    const all = documents.flatMap(({ indexed }) => indexed.entries)
    // Some are made twice over, such as a name in two cases, and some nobody happens to ask for.
    assert.ok(unmissed.length < all.length / 3, `${unmissed.length} of ${all.length}`)
    const kindOf = (entry: IndexEntry) => `${entry.parameter} ${entry.kind === 'key' ? entry.value[0] : ''}`
    const missed = new Set(all.filter((entry) => !unmissed.includes(entry)).map(kindOf))
    assert.deepEqual(
      all.map(kindOf).filter((kind) => !missed.has(kind)),
      [],
    )
  })

  it('are texts that a database keeps, short, and none twice', () => {
    const choices = createChoices(seed + 3)
    const encoder = new TextEncoder()
    for (const { document } of documentsOf(choices, 200)) {
      const { entries, present } = indexer.index('Thing', spoil(document, choices) as JsonObject)
      assert.equal(new Set(entries.map((entry) => JSON.stringify(entry))).size, entries.length)
      assert.equal(new Set(present).size, present.length)
      for (const entry of entries) {
        assert.ok(present.includes(entry.parameter))
        if (entry.kind === 'number') assert.match(entry.digits, /^-?\d+(\.\d+)?$/)
        const texts =
          entry.kind === 'key' ? [entry.value] : entry.kind === 'number' ? (entry.units ?? []) : []
        for (const text of texts) {
          assert.ok(encoder.encode(text).length <= (entry.kind === 'key' ? 400 : 200))
          assert.ok(text.isWellFormed() && !text.includes('\0'))
        }
      }
    }
  })

  it('of a sorted range are one for each form of a value', () => {
    const isSorted = (value: string) => value >= sortedKeys.from && value < sortedKeys.to
    const document = {
      subject: { reference: 'Patient/a' },
      code: { system: 's', code: 'c' },
      url: 'u',
      name: 'N',
    }
    const { entries } = indexer.index('Thing', document)
    const keys = entries.flatMap((entry) => (entry.kind === 'key' ? [[entry.parameter, entry.value]] : []))
    assert.deepEqual(
      keys.filter(([, value = '']) => isSorted(value)),
      [
        ...[
          ['name', '=n'],
          ['code', '=c'],
          ['subject', '=Patient/a'],
        ],
        ['url', '=u'],
      ],
    )
    assert.deepEqual(
      keys.filter(([, value = '']) => !isSorted(value)),
      [
        ['code', 's:s|c'],
        ['subject', 'i:a'],
        ['login', 's:s|'],
      ],
    )
  })

  it('are the same in slices and of a text', async () => {
    const choices = createChoices(seed + 4)
    for (let round = 0; round < 30; round++) {
      const text = makeDocument(choices)
      const whole = indexer.index('Thing', parseJson(text) as JsonObject)
      assert.deepEqual(indexer.indexText('Thing', text), whole)
      assert.deepEqual(await indexer.indexInSlices('Thing', parseJson(text) as JsonObject), whole)
    }
  })
})
