import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { allOf, type Condition, type Test } from '../../src/engine/ports/condition.ts'
import type { SearchPlan } from '../../src/engine/ports/store.ts'
import { any } from '../../src/engine/search/parameter-type.ts'
import { type ReferenceValue, referenceTest } from '../../src/engine/search/types/reference.ts'
import { stringTest } from '../../src/engine/search/types/string.ts'
import { type TokenValue, tokenTest } from '../../src/engine/search/types/token.ts'
import { uriTest } from '../../src/engine/search/types/uri.ts'
import type { SearchParameter, SearchType } from '../../src/schema/resource-definition.ts'
import { parseSearchPath } from '../../src/schema/search-path.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, idIs, storedType } from './implementations.ts'

await bePatient()

function parameter(name: string, type: SearchType, path: string): SearchParameter {
  return { name, type, path }
}

const parameters = [
  parameter('name', 'string', 'name'),
  parameter('given', 'string', 'name.given'),
  parameter('note', 'string', 'note | remark'),
  parameter('city', 'string', 'Patient.address'),
  parameter('active', 'token', 'active'),
  parameter('gender', 'token', 'gender'),
  parameter('identifier', 'token', 'identifier'),
  parameter('mrn', 'token', "identifier.where(system='mrn').value"),
  parameter('code', 'token', 'code'),
  parameter('tag', 'token', 'tag'),
  parameter('phone', 'token', "telecom.where(system='phone')"),
  parameter('organization', 'reference', 'managingOrganization'),
  parameter('link', 'reference', 'link.other'),
  parameter('url', 'uri', 'url'),
]

const documents: Record<string, object> = {
  a: {
    active: true,
    gender: 'female',
    name: [{ use: 'official', family: 'Müller', given: ['Anna', 'Maria'] }, { text: 'Annie (100%) [x]' }],
    identifier: [
      { system: 'mrn', value: '1' },
      { system: 'ssn', value: '2' },
    ],
    telecom: [{ system: 'phone', value: '555' }],
    address: { line: ['1 High Street'], city: 'Zürich' },
    managingOrganization: { reference: 'Organization/o.1' },
    url: 'http://x/Y',
  },
  b: {
    active: false,
    gender: 'male',
    name: { family: "O'Neil", given: 'Bob' },
    identifier: [
      { system: 'mrn', value: '2' },
      { system: 'ssn', value: '1' },
    ],
    code: {
      coding: [
        { system: 'snomed', code: '1' },
        { system: 'loinc', code: '2' },
      ],
    },
    tag: [{ system: 'urn', code: 't' }],
    telecom: [{ system: 'email', value: '555' }],
    managingOrganization: { reference: 'Organization/ox1' },
    link: [{ other: { reference: 'Patient/a' } }, { other: { reference: 'http://other/Patient/a' } }],
    remark: 'back\\slash "quoted"',
  },
  c: {
    identifier: [{ value: '1' }],
    code: { coding: [{ code: '2' }] },
    note: ['100% sure', 'a_b'],
    name: [],
  },
}

type CriterionValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'missing'; readonly value: boolean }
  | TokenValue
  | ReferenceValue

const text = (value: string): CriterionValue => ({ kind: 'string', value })
const token = (code?: string, system?: string): CriterionValue => ({ kind: 'token', code, system })
const reference = (id: string, type?: string): CriterionValue => ({ kind: 'reference', id, type })
const missing = (value: boolean): CriterionValue => ({ kind: 'missing', value })

type Case = [name: string, value: CriterionValue | CriterionValue[], expected: string, modifier?: string]

const cases: Case[] = [
  ['active', token('true'), 'a'],
  ['active', token('false'), 'b'],
  ['active', token('TRUE'), ''],
  ['gender', token('female'), 'a'],
  ['gender', token('fem'), ''],
  ['gender', [token('female'), token('male')], 'a b'],
  ['gender', token('female', ''), 'a'],
  ['gender', token('female', 'system'), ''],
  ['gender', token('female'), 'b c', 'not'],
  ['gender', [token('female'), token('male')], 'c', 'not'],
  ['gender', missing(true), 'c', 'missing'],
  ['gender', missing(false), 'a b', 'missing'],
  ['identifier', token('1'), 'a b c'],
  ['identifier', token('1', 'mrn'), 'a'],
  ['identifier', token('1', 'ssn'), 'b'],
  ['identifier', token('1', 'm'), ''],
  ['identifier', token('1', ''), 'c'],
  ['identifier', token('3', ''), ''],
  ['identifier', token(undefined, 'mrn'), 'a b'],
  ['identifier', token(undefined, 'none'), ''],
  ['identifier', token(undefined, undefined), ''],
  ['mrn', token('1'), 'a'],
  ['mrn', token('2'), 'b'],
  ['mrn', token('3'), ''],
  ['code', token('1', 'snomed'), 'b'],
  ['code', token('2', 'snomed'), ''],
  ['code', token('2'), 'b c'],
  ['code', token('2', ''), 'c'],
  ['code', token(undefined, 'loinc'), 'b'],
  ['tag', token('t', 'urn'), 'b'],
  ['tag', token('t', 'uri'), ''],
  ['phone', token('555'), 'a'],
  ['phone', token('555', 'email'), ''],
  ['organization', reference('o.1', 'Organization'), 'a'],
  ['organization', reference('o.1', 'Patient'), ''],
  ['organization', reference('o.1'), 'a'],
  ['organization', reference('o'), ''],
  ['organization', reference('.*'), ''],
  ['link', reference('a', 'Patient'), 'b'],
  ['link', reference('http://other/Patient/a', ''), 'b'],
  ['link', reference('http://other/Patient/b', ''), ''],
  ['name', text('mül'), 'a'],
  ['name', text('MÜLLER'), 'a'],
  ['name', text('üller'), ''],
  ['name', text('mar'), 'a'],
  ['name', text('official'), ''],
  ['name', text("o'n"), 'b'],
  ['name', text('annie (100%) ['), 'a'],
  ['name', text('a.*'), ''],
  ['name', [text('bob'), text('anna')], 'a b'],
  ['name', text('üll'), 'a', 'contains'],
  ['name', text('xyz'), '', 'contains'],
  ['name', text('Müller'), 'a', 'exact'],
  ['name', text('müller'), '', 'exact'],
  ['name', missing(true), '', 'missing'],
  ['given', text('bo'), 'b'],
  ['given', text('m'), 'a'],
  ['given', text('x'), ''],
  ['city', text('zü'), 'a'],
  ['city', text('1 high'), 'a'],
  ['city', text('high'), ''],
  ['note', text('100%'), 'c'],
  ['note', text('a_b'), 'c'],
  ['note', text('aXb'), ''],
  ['note', text('back\\slash "q'), 'b'],
  ['note', missing(true), 'a', 'missing'],
  ['url', text('http://x/Y'), 'a'],
  ['url', text('http://x/y'), ''],
]

const attacks = [
  `" || true || "`,
  `\\`,
  `\\"`,
  `"`,
  `') or true --`,
  `$`,
  `@`,
  `\u2028`,
  `") ? (true`,
  `\\u0022`,
  `[`,
  `(((`,
]

/** A criterion as the engine makes it of a parameter, its modifier and its values. */
function criterion(name: string, values: readonly CriterionValue[], modifier?: string): Condition {
  const parameter = parameters.find((one) => one.name === name) as SearchParameter
  const path = parseSearchPath(parameter.path, 'Patient')
  const [first] = values
  const isNegated = modifier === 'not' || (first?.kind === 'missing' && first.value)
  const test: Test =
    first?.kind === 'missing'
      ? { kind: 'present' }
      : any(...values.map((value) => toTest(parameter.type, value, modifier)))
  const found: Condition = { kind: 'compare', path, test }
  return isNegated ? { kind: 'not', of: found } : found
}

function toTest(type: SearchType, value: CriterionValue, modifier?: string): Test {
  if (value.kind === 'token') return tokenTest(value)
  if (value.kind === 'reference') return referenceTest(value)
  return type === 'uri' ? uriTest(String(value.value)) : stringTest(String(value.value), modifier)
}

describeOnEach('a search', [storedType('Patient', { search: parameters })], {}, (opened) => {
  const plan = (criteria: Condition[], more: Partial<SearchPlan> = {}): SearchPlan => ({
    type: 'Patient',
    where: allOf(...criteria),
    count: 100,
    withTotal: true,
    ...more,
  })
  const find = async (one: SearchPlan) => {
    const page = await opened().store.search(one)
    return page.versions.map((version) => version.id).join(' ')
  }

  before(async () => {
    for (const [id, document] of Object.entries(documents)) {
      const json = JSON.stringify({ resourceType: 'Patient', id, ...document })
      await opened().store.write({ type: 'Patient', id, text: json, expect: { kind: 'any' } })
    }
  })

  for (const [name, given, expected, modifier] of cases) {
    const values = Array.isArray(given) ? given : [given]
    it(`${name}${modifier ? `:${modifier}` : ''} ${JSON.stringify(values)} finds ${expected || 'nothing'}`, async () => {
      const one = plan([criterion(name, values, modifier)])
      assert.equal(await find(one), expected)
      const { total } = await opened().store.search({ ...one, count: 0 })
      assert.equal(total, expected === '' ? 0 : expected.split(' ').length)
    })
  }

  it('all criteria must hold', async () => {
    const female = criterion('gender', [token('female')])
    assert.equal(await find(plan([female, criterion('active', [token('true')])])), 'a')
    assert.equal(await find(plan([female, criterion('active', [token('false')])])), '')
  })

  for (const attack of attacks) {
    it(`takes ${JSON.stringify(attack)} as a value and as nothing else`, async () => {
      assert.equal(await find(plan([criterion('gender', [token(attack)])])), '')
      assert.equal(await find(plan([criterion('identifier', [token('1', attack)])])), '')
      assert.equal(await find(plan([criterion('organization', [reference(attack)])])), '')
      assert.equal(await find(plan([criterion('organization', [reference('o.1', attack)])])), '')
      assert.equal(await find(plan([criterion('given', [text(attack)])])), '')
      assert.equal(await find(plan([criterion('given', [text(attack)], 'exact')])), '')
      assert.equal(await find(plan([idIs(attack)])), '')
    })
  }

  it('finds by ids, in the order of ids, page by page', async () => {
    assert.equal(await find(plan([idIs('c', 'a', 'x')])), 'a c')
    assert.equal(await find(plan([idIs()])), '')
    const first = await opened().store.search(plan([], { count: 2 }))
    assert.deepEqual(
      [first.versions.map((version) => version.id), first.hasMore, first.total],
      [['a', 'b'], true, 3],
    )
    const second = await opened().store.search(plan([], { count: 2, after: { values: [], id: 'b' } }))
    assert.deepEqual(
      [second.versions.map((version) => version.id), second.hasMore, second.total],
      [['c'], false, 3],
    )
    const exact = await opened().store.search(plan([], { count: 3, withTotal: false }))
    assert.deepEqual([exact.versions.length, exact.hasMore, 'total' in exact], [3, false, false])
  })

  it('refuses values without bounds', async () => {
    const invalid = { category: 'invalid' }
    await assert.rejects(find(plan([criterion('given', [text('x'.repeat(5000))])])), invalid)
    await assert.rejects(
      find(
        plan([
          criterion(
            'given',
            Array.from({ length: 2000 }, () => text('x')),
          ),
        ]),
      ),
      invalid,
    )
    await assert.rejects(find(plan([criterion('given', [text('a\u0000')])])), invalid)
  })
})
