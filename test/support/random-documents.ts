/** Documents of all kinds of values, and searches for them: made up, and the same for the same seed. */
import type { Condition } from '../../src/engine/ports/condition.ts'
import { modifiersOf } from '../../src/engine/search/parameter-types.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
import type { SearchParameter } from '../../src/schema/resource-definition.ts'
import type { Choices } from './random-choices.ts'

export const thingParameters: readonly SearchParameter[] = [
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
  { name: 'login', type: 'token', path: 'code | entry.code', ignoreCase: true },
]

const type = {
  type: 'Thing',
  search: new Map(thingParameters.map((parameter) => [parameter.name, parameter])),
}

export const now = Date.parse('2024-06-15T12:00:00Z')
export const criterionOptions = { baseUrl: 'http://fire.test', now }

const names = ['Anna', 'anna', 'Müller', "O'Neil", 'a.b', 'ǅ', '100% [x]', '"q" \\ | , $', 'ANNA MARIA', '𐐀']
/** The same but for their ends, and too long for an index. */
const long = ['', '8', '\u00e4', 'z'].map((ending) => '7'.repeat(420) + ending)
const odd = [
  'Mu\u0308ller',
  '\u0308\u0301u',
  'b\u0308x',
  '\u017fein',
  '\u212a',
  '\u0001',
  '=a',
  '\u0438\u0306',
  'ΑΘΗΝΑΣ',
]
const allNames = [...names, ...names, ...odd, ...long]
const codes = [
  'a',
  'A',
  '1',
  '1.0',
  '-5',
  '5',
  '100',
  '0.1',
  'true',
  'false',
  'x|y',
  'a b',
  'ß',
  '\u0130',
  ...long.slice(2),
]
const systems = ['http://s', 'urn:t', 's|t', 's\\|t', `urn:${'5'.repeat(410)}`]
const urls = ['http://x/Y', 'http://x/y', 'urn:a,b', 'http://x/Y/z', ...long]
const references = [
  'Patient/a',
  'Patient/b.c',
  'Group/a',
  'http://fire.test/Patient/a',
  'http://other/Patient/a',
  'urn:uuid:a',
]
const storedReferences = [...references, 'Patient/a/_history/1', '#a', '/a']
const moments = [
  ...['2024', '2023', '0001', '9999', '2024-02', '2024-12', '2024-02-29', '2023-12-31', '2024-01-01'],
  ...['2024-02-29T00:00:00Z', '2024-01-01T00:30:00+01:00', '2023-12-31T23:30:00-01:00'],
  ...['2024-01-01T00:00:00.5Z', '2024-01-01T00:00:00.999999999Z', '2024-06-30T23:59:60Z'],
  ...['1969-12-31T23:59:59.999Z', '2024-01-01T00:00:00.123456Z'],
]
const noMoments = ['2024-13', '2023-02-29', '24', '2024-01-01T10:00', '0000', 'soon', '2024-01-01T25:00:00Z']
const numbers = [
  ...['0', '1', '-1', '5', '5.0', '5.4', '5.45', '99.5', '100', '100.5', '100.49999999999999999999', '-5.5'],
  ...[
    '1e2',
    '0.1',
    '1E-7',
    '12345678901234567890',
    '0.30000000000000000001',
    '-0',
    '-0.0',
    '1e300',
    '-2.5e-300',
  ],
  ...[`1${'0'.repeat(99)}`, `0.${'3'.repeat(98)}`],
]
const longNumbers = ['9'.repeat(300), `1.${'7'.repeat(600)}`, '5e-290']

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
const number: Make = ({ one, number: below }) => one(below(8) === 0 ? longNumbers : numbers)
const coding = object({ system: of(systems), code: of(codes), display: of(allNames) })
const code = either(
  of(codes),
  number,
  coding,
  object({ system: of(systems), value: of(codes) }),
  object({ coding: listOf(coding), text: of(allNames) }),
)
const humanName = object({
  family: of(allNames),
  given: loosely(of(allNames)),
  text: of(allNames),
  use: of(allNames),
})
const when = either(moment, moment, object({ start: either(moment, oddities), end: moment }))
const fields: Readonly<Record<string, Make>> = {
  name: loosely(either(of(allNames), humanName)),
  title: loosely(of(allNames)),
  code: loosely(code),
  subject: loosely(either(of(storedReferences), object({ reference: of(storedReferences) }))),
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
  ...{ title: of(allNames), code, on: when, size: number },
  ...{
    kind: of(['a', 'b']),
    flag: ({ one }) => one(['true', 'false']),
    level: ({ one }) => one(['1', '1.0', '2']),
  },
})
export const makeDocument = object({ ...fields, entry: loosely(entry) })

const escaped = (value: string) => value.replace(/[\\,|$]/g, '\\$&')
const prefixes = ['', '', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']

/** Values as a caller writes them, by the type of the parameter. */
const values: Readonly<Record<string, (choices: Choices) => string>> = {
  string: ({ one, number: length }) => {
    const text = [...one(allNames)]
    return escaped((length(4) === 0 ? text : text.slice(0, 1 + length(12))).join(''))
  },
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

export function makeCriterion(choices: Choices): [name: string, value: string] {
  const parameter = choices.one([...type.search.values()])
  const typed = parameter.type === 'reference' ? ['Patient'] : []
  const modifier = choices.one([undefined, undefined, ...modifiersOf(parameter.type), ...typed])
  const name = modifier === undefined ? parameter.name : `${parameter.name}:${modifier}`
  if (modifier === 'missing') return [name, choices.one(['true', 'false'])]
  if (modifier === 'Patient') return [name, choices.one(['a', 'b.c', 'Patient/a'])]
  const make = values[parameter.type] as Make
  return [name, Array.from({ length: 1 + choices.number(3) }, () => make(choices)).join()]
}

export function makeCondition(choices: Choices, depth: number): Condition {
  const kind = depth === 0 ? 'criteria' : choices.one(['criteria', 'criteria', 'and', 'or', 'not'] as const)
  if (kind === 'not') return { kind, of: makeCondition(choices, depth - 1) }
  if (kind === 'criteria') {
    const query = Array.from({ length: 1 + choices.number(2) }, () => makeCriterion(choices))
    return parseCondition(type, query, criterionOptions)
  }
  return { kind, of: Array.from({ length: choices.number(3) }, () => makeCondition(choices, depth - 1)) }
}
