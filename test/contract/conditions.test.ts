/** One condition, three ways to carry it out: a search in SQL, a read among rows in SQL, and `holds` in memory. */
import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { allOf, type Condition, everything, nothing } from '../../src/engine/ports/condition.ts'
import type { Version } from '../../src/engine/ports/store.ts'
import { holds } from '../../src/engine/search/holds.ts'
import { modifiersOf } from '../../src/engine/search/parameter-types.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
import { parseJson } from '../../src/formats/json-text.ts'
import type { JsonObject } from '../../src/kernel/json.ts'
import { bePatient } from '../support/patience.ts'
import { type Choices, createChoices } from '../support/random-choices.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const type = storedType('Thing', {
  search: [
    { name: 'name', type: 'string', path: 'name' },
    { name: 'title', type: 'string', path: 'Thing.entry.title | title' },
    { name: 'code', type: 'token', path: 'code' },
    { name: 'own', type: 'token', path: "entry.where(kind='a').code" },
    { name: 'subject', type: 'reference', path: 'subject' },
    { name: 'url', type: 'uri', path: 'url' },
    { name: 'on', type: 'date', path: 'on' },
    { name: 'when', type: 'date', path: "entry.where(kind='a').where(flag=true).on | on" },
    { name: 'size', type: 'number', path: 'size' },
    { name: 'sizes', type: 'number', path: 'entry.where(level=1).size' },
    { name: 'weight', type: 'quantity', path: 'weight' },
  ],
})

const now = Date.parse('2024-06-15T12:00:00Z')
const options = { baseUrl: 'http://fire.test', now }

const names = ['Anna', 'anna', 'Müller', "O'Neil", 'a.b', 'ǅ', '100% [x]', '"q" \\ | , $', 'ANNA MARIA', '𐐀']
const codes = ['a', 'A', '1', '1.0', '-5', 'true', 'false', 'x|y', 'a b']
const systems = ['http://s', 'urn:t', 's|t']
const urls = ['http://x/Y', 'http://x/y', 'urn:a,b', 'http://x/Y/z']
const references = [
  'Patient/a',
  'Patient/b.c',
  'Group/a',
  'http://fire.test/Patient/a',
  'http://other/Patient/a',
]
const moments = [
  ...['2024', '2023', '0001', '9999', '2024-02', '2024-12', '2024-02-29', '2023-12-31', '2024-01-01'],
  ...['2024-02-29T00:00:00Z', '2024-01-01T00:30:00+01:00', '2023-12-31T23:30:00-01:00'],
  ...['2024-01-01T00:00:00.5Z', '2024-01-01T00:00:00.999999999Z', '2024-06-30T23:59:60Z'],
  ...['1969-12-31T23:59:59.999Z', '2024-01-01T00:00:00.123456Z'],
]
const noMoments = ['2024-13', '2023-02-29', '24', '2024-01-01T10:00', '0000', 'soon', '2024-01-01T25:00:00Z']
const numbers = [
  ...['0', '1', '-1', '5', '5.0', '5.4', '5.45', '99.5', '100', '100.5', '100.49999999999999999999', '-5.5'],
  ...['1e2', '0.1', '1E-7', '12345678901234567890', '0.30000000000000000001'],
]

/** A JSON text: values are written by hand, so that numbers keep their digits. */
type Make = (choices: Choices) => string
const text = (value: string) => JSON.stringify(value)
const of =
  (values: readonly string[]): Make =>
  ({ one }) =>
    text(one(values))
const object =
  (fields: Readonly<Record<string, Make>>): Make =>
  (choices) => {
    const kept = Object.entries(fields).filter(() => choices.number(3) > 0)
    return `{${kept.map(([field, make]) => `${text(field)}:${make(choices)}`).join()}}`
  }
const listOf =
  (make: Make): Make =>
  (choices) =>
    `[${choices.several([make, make, make], 3).map((each) => each(choices))}]`
const either =
  (...makes: readonly Make[]): Make =>
  (choices) =>
    choices.one(makes)(choices)
const oddities: Make = ({ one }) =>
  one(['null', '[]', '{}', 'true', '7', '2024', '""', '[["a"]]', '[["2024"]]'])
/** Once, in a list, and now and then something that nobody expects there. */
const loosely = (make: Make): Make =>
  either(make, make, make, listOf(make), listOf(either(make, oddities)), oddities)

const moment = either(of(moments), of(moments), of(noMoments))
const number: Make = ({ one }) => one(numbers)
const coding = object({ system: of(systems), code: of(codes), display: of(names) })
const code = either(
  of(codes),
  number,
  coding,
  object({ system: of(systems), value: of(codes) }),
  object({ coding: listOf(coding), text: of(names) }),
)
const humanName = object({ family: of(names), given: loosely(of(names)), text: of(names), use: of(names) })
const when = either(moment, moment, object({ start: either(moment, oddities), end: moment }))
const fields: Readonly<Record<string, Make>> = {
  name: loosely(either(of(names), humanName)),
  title: loosely(of(names)),
  code: loosely(code),
  subject: loosely(either(of(references), object({ reference: of(references) }))),
  url: loosely(of(urls)),
  on: loosely(when),
  size: loosely(number),
  weight: loosely(
    object({
      value: either(number, number, of(numbers)),
      system: of(systems),
      code: of(codes),
      unit: of(codes),
    }),
  ),
}
const entry = object({
  ...{ title: of(names), code, on: when, size: number },
  ...{
    kind: of(['a', 'b']),
    flag: ({ one }) => one(['true', 'false']),
    level: ({ one }) => one(['1', '1.0', '2']),
  },
})
const document = object({ ...fields, entry: loosely(entry) })

const escaped = (value: string) => value.replace(/[\\,|$]/g, '\\$&')
const prefixes = ['', '', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']

/** Values as a caller writes them, by the type of the parameter. */
const values: Readonly<Record<string, (choices: Choices) => string>> = {
  string: ({ one, number: length }) => escaped([...one(names)].slice(0, 1 + length(12)).join('')),
  token: ({ one }) => {
    const [system, value] = [escaped(one(systems)), escaped(one(codes))]
    return one([value, value, `${system}|${value}`, `|${value}`, `${system}|`])
  },
  reference: ({ one }) => one([...references, 'a', 'b.c', 'none']),
  uri: ({ one }) => escaped(one(urls)),
  date: ({ one }) => one(prefixes) + one([...moments, '2024-01-01T00:00Z', '2024-01-01T00:00', '2025']),
  number: ({ one }) => one(prefixes) + one([...numbers, '1.0e2', '5.40', '100.00']),
  quantity: ({ one }) => {
    const [value, system, unit] = [one(prefixes) + one(numbers), escaped(one(systems)), escaped(one(codes))]
    return one([value, `${value}|${system}|${unit}`, `${value}||${unit}`, `${value}|${system}|`])
  },
}

function makeCriterion(choices: Choices): [name: string, value: string] {
  const parameter = choices.one([...type.search.values()])
  const typed = parameter.type === 'reference' ? ['Patient'] : []
  const modifier = choices.one([undefined, undefined, ...modifiersOf(parameter.type), ...typed])
  const name = modifier === undefined ? parameter.name : `${parameter.name}:${modifier}`
  if (modifier === 'missing') return [name, choices.one(['true', 'false'])]
  if (modifier === 'Patient') return [name, choices.one(['a', 'b.c', 'Patient/a'])]
  const make = values[parameter.type] as Make
  return [name, Array.from({ length: 1 + choices.number(3) }, () => make(choices)).join()]
}

function makeCondition(choices: Choices, depth: number): Condition {
  const kind = depth === 0 ? 'criteria' : choices.one(['criteria', 'criteria', 'and', 'or', 'not'] as const)
  if (kind === 'not') return { kind, of: makeCondition(choices, depth - 1) }
  if (kind === 'criteria') {
    const query = Array.from({ length: 1 + choices.number(2) }, () => makeCriterion(choices))
    return parseCondition(type, query, options)
  }
  return { kind, of: Array.from({ length: choices.number(3) }, () => makeCondition(choices, depth - 1)) }
}

const seed = 20_240_615
const documentCount = 60
const conditionCount = 300

describeOnEach('a condition', [type], {}, (opened) => {
  const versions: Version[] = []
  const documents = new Map<string, JsonObject>()

  before(async () => {
    const choices = createChoices(seed)
    for (let index = 0; index < documentCount; index++) {
      const id = `t${String(index).padStart(3, '0')}`
      const json = document(choices)
        .replace(/^\{/, `{"resourceType":"Thing","id":"${id}",`)
        .replace(',}', '}')
      const written = await opened().store.write({ type: 'Thing', id, text: json, expect: { kind: 'any' } })
      assert.equal(written.outcome, 'created')
      const version = (await opened().store.read('Thing', id)) as Version
      versions.push(version)
      documents.set(id, parseJson(version.text) as JsonObject)
    }
  })

  const holdsOf = (condition: Condition) => (id: string) => holds(condition, documents.get(id) as JsonObject)

  async function search(where: Condition): Promise<string[]> {
    const plan = { type: 'Thing', where, count: 1000, withTotal: true }
    const page = await opened().store.search({ ...plan, asker: 'User/ann' })
    assert.equal(page.total, page.versions.length)
    return page.versions.map(({ id }) => id)
  }

  /** Alone, by its version, and in its history. */
  async function readAmong(rows: Condition, { id, versionId }: Version): Promise<readonly boolean[]> {
    const { store } = opened()
    const history = await store.history({ type: 'Thing', id, count: 5, rows })
    return [
      (await store.read('Thing', id, rows)) !== null,
      (await store.vread('Thing', id, versionId, rows)) !== null,
      history.versions.length > 0,
    ]
  }

  it('finds the same in SQL and in memory, whatever the documents and the condition', async () => {
    const choices = createChoices(seed + 1)
    const sizes = new Set<number>()
    for (let round = 0; round < conditionCount; round++) {
      const condition = makeCondition(choices, 2)
      const expected = [...documents.keys()].filter(holdsOf(condition))
      assert.deepEqual(await search(condition), expected, JSON.stringify(condition))
      const version = choices.one(versions)
      const isHeld = holdsOf(condition)(version.id)
      assert.deepEqual(
        await readAmong(condition, version),
        [isHeld, isHeld, isHeld],
        JSON.stringify(condition),
      )
      sizes.add(expected.length)
    }
    // Else it would prove little: nothing found, or always all.
    assert.ok(sizes.size > 20, `${sizes.size}`)
  })

  it('finds by every type and modifier something, and not everything', async () => {
    const choices = createChoices(seed + 2)
    const seen = new Map<string, Set<boolean>>()
    for (let round = 0; round < 1500; round++) {
      const [name, value] = makeCriterion(choices)
      const fits = holdsOf(parseCondition(type, [[name, value]], options))
      const found = seen.get(name) ?? new Set()
      seen.set(name, found)
      for (const id of documents.keys()) found.add(fits(id))
    }
    const dull = [...seen].filter(([, found]) => found.size < 2).map(([name]) => name)
    assert.deepEqual(dull, [])
  })

  it('of everything is everything, and of nothing nothing', async () => {
    assert.equal((await search(everything)).length, documentCount)
    assert.deepEqual(await search(nothing), [])
    assert.deepEqual(await search(allOf(everything, nothing)), [])
    assert.deepEqual(await search({ kind: 'not', of: everything }), [])
  })

  it('is held by each version of a history by itself, by a deletion as by what was deleted', async () => {
    const { store } = opened()
    for (const size of [1, 2]) {
      const json = `{"resourceType":"Thing","id":"kept","size":${size}}`
      await store.write({ type: 'Thing', id: 'kept', text: json, expect: { kind: 'any' } })
    }
    await store.remove('Thing', 'kept', { kind: 'any' })
    const among = async (query: [string, string][]) => {
      const rows = parseCondition(type, query, options)
      const { versions } = await store.history({ type: 'Thing', id: 'kept', count: 10, rows })
      return versions.map(({ status }) => status)
    }
    assert.deepEqual(await among([['size', '2']]), ['deleted', 'updated'])
    assert.deepEqual(await among([['size', '1']]), ['created'])
    assert.deepEqual(await among([['_id', 'kept']]), ['deleted', 'updated', 'created'])
    assert.deepEqual(await among([['_id', 'other']]), [])
  })
})
