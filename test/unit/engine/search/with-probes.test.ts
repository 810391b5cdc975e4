/** The rows of an access are found by an index, and decided by the documents. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allOf, type Condition, fieldIs, type Test } from '../../../../src/engine/ports/condition.ts'
import type { Probe } from '../../../../src/engine/ports/search-index.ts'
import { createIndexer } from '../../../../src/engine/search/create-indexer.ts'
import { holds } from '../../../../src/engine/search/holds.ts'
import { withProbes } from '../../../../src/engine/search/with-probes.ts'
import { parseJson } from '../../../../src/formats/json-text.ts'
import type { JsonObject } from '../../../../src/kernel/json.ts'
import { parseSearchPath } from '../../../../src/schema/search-path.ts'
import { probeHolds } from '../../../support/probe-holds.ts'
import { createChoices } from '../../../support/random-choices.ts'
import { makeDocument, thingParameters } from '../../../support/random-documents.ts'

const thing = { type: 'Thing', search: new Map(thingParameters.map((one) => [one.name, one])) }
const indexer = createIndexer([thing])

function probeOf(condition: Condition): Probe | undefined {
  const found = withProbes(thing, condition)
  assert.equal(found.kind, 'compare')
  return found.kind === 'compare' ? found.probe : undefined
}

const compare = (path: string, test: Test): Condition => ({
  kind: 'compare',
  path: parseSearchPath(path),
  test,
})
const isThere: Test = { kind: 'present' }
const is = (...values: (string | boolean)[]): Test => ({ kind: 'equals', values })

/** With the parameter that is looked up, and whether its entries are enough. */
const found: readonly [Condition, string, boolean][] = [
  [fieldIs('subject.reference', 'Patient/a'), 'subject', false],
  [fieldIs('subject', 'Patient/a'), 'subject', false],
  [fieldIs('url', 'http://x/Y'), 'url', false],
  [fieldIs('url', '7'.repeat(421)), 'url', false],
  [fieldIs('code', true), 'code', false],
  [fieldIs('code.value', 'A'), 'code', false],
  [fieldIs('name.family', 'Müller'), 'name', false],
  [fieldIs('name', 'ANNA MARIA'), 'name', false],
  [fieldIs('id', 'a'), '_id', true],
  [compare("entry.where(kind='a').code", is('a', '1', 'x|y')), 'own', false],
  [compare("entry.where(kind='a').code.code", is('a')), 'own', false],
  [compare('title', { kind: 'any', of: [is('Anna'), is('anna')] }), 'title', false],
  [compare('entry.code | code', is('a')), 'login', false],
  [compare('url', isThere), 'url', false],
  [compare('entry.title', isThere), 'title', false],
  [compare('title | entry.title', isThere), 'title', false],
]

describe('a condition without a probe', () => {
  for (const [condition, parameter, isExact] of found)
    it(`gets one where ${parameter} has the same path: ${JSON.stringify(condition).slice(0, 150)}`, () => {
      const probe = probeOf(condition)
      assert.deepEqual([probe?.parameter, probe?.isExact], [parameter, isExact])
      if (probe === undefined || probe.parameter === '_id') return
      const choices = createChoices(20_240_621)
      for (let round = 0; round < 150; round++) {
        const document = parseJson(makeDocument(choices)) as JsonObject
        const isHeld = holds(condition, document)
        const isFound = probeHolds(indexer.index('Thing', document), probe)
        assert.ok(isHeld === isFound || (!isExact && isFound), JSON.stringify(document))
      }
    })

  it('goes without where no parameter looks there, or not for that', () => {
    const others: readonly Condition[] = [
      fieldIs('gender', 'a'),
      fieldIs('subject.display', 'a'),
      fieldIs('entry.where', 'a'),
      fieldIs('size', 'a'),
      fieldIs('on', '2024'),
      compare("entry.where(kind='b').code", is('a')),
      compare('url | gender', is('a')),
      ...['name', 'subject', 'subject.reference', 'url', 'code.value'].map((path) => fieldIs(path, true)),
      compare('url', { kind: 'matches', pattern: 'a' }),
      compare('url', { kind: 'all', of: [is('a')] }),
    ]
    for (const one of others) assert.equal(probeOf(one), undefined, JSON.stringify(one))
  })

  it('gets one inside of others, and keeps one that it has, which decides nothing', () => {
    const probe: Probe = { parameter: 'code', isExact: true, of: { kind: 'present' } }
    const own = { ...fieldIs('url', 'a'), probe }
    const either: Condition = { kind: 'or', of: [fieldIs('url', 'b'), own] }
    const kept = { ...own, probe: { ...probe, isExact: false } }
    assert.deepEqual(withProbes(thing, allOf(own, either)), {
      kind: 'and',
      of: [kept, { kind: 'or', of: [withProbes(thing, fieldIs('url', 'b')), kept] }],
    })
  })

  it('is told by the documents alone where it must not hold: an entry that is not there yet would show them', () => {
    const probe: Probe = { parameter: 'code', isExact: true, of: { kind: 'present' } }
    const [url, id] = [fieldIs('url', 'a'), fieldIs('id', 'a')]
    const isNot: Condition = { kind: 'not', of: allOf({ ...url, probe }, { kind: 'not', of: url }, id) }
    const expected: Condition = { kind: 'not', of: allOf(url, { kind: 'not', of: url }, id) }
    assert.deepEqual(withProbes(thing, isNot), expected)
  })

  it('of a parameter that does not mind the case is found whatever its case', () => {
    const login = { name: 'login', type: 'token', path: 'name', ignoreCase: true } as const
    const user = { type: 'User', search: new Map([['login', login]]) }
    const [text, truth, inside] = [fieldIs('name', 'Ann'), fieldIs('name', true), fieldIs('name.code', 'a')]
    const expected: Probe = { parameter: 'login', isExact: false, of: { kind: 'keys', values: ['=ann'] } }
    assert.deepEqual(withProbes(user, text), { ...text, probe: expected })
    for (const one of [truth, inside]) assert.deepEqual(withProbes(user, one), one)
  })
})
