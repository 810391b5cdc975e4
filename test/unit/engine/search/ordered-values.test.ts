/** Dates, numbers and quantities (https://hl7.org/fhir/R4/search.html#prefix, #date, #number, #quantity), in memory. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { holds } from '../../../../src/engine/search/holds.ts'
import { parseCondition } from '../../../../src/engine/search/parse-condition.ts'
import { parseJson } from '../../../../src/formats/json-text.ts'
import type { JsonObject } from '../../../../src/kernel/json.ts'
import type { SearchType } from '../../../../src/schema/resource-definition.ts'

const now = Date.parse('2024-06-01T00:00:00Z')

function fits(type: SearchType, json: string, value: string): boolean {
  const search = new Map([['v', { name: 'v', type, path: 'v' }]])
  const condition = parseCondition({ type: 'Thing', search }, [['v', value]], {
    baseUrl: 'http://fire.test',
    now,
  })
  return holds(condition, parseJson(`{"v":${json}}`) as JsonObject)
}

/** The item, then the values that find it, then those that do not. */
type Case = readonly [json: string, yes: string, no: string]

const dates: readonly Case[] = [
  [
    '"2024-03-14"',
    '2024 2024-03 2024-03-14 ge2024 le2024 ge2024-03-14 le2024-03-14',
    '2023 2024-03-13 2024-03-14T10:00Z',
  ],
  [
    '"2024-03-14"',
    'ne2023 ne2024-03-13 gt2024-03-13 lt2024-03-15 sa2024-02 eb2024-04',
    'ne2024-03-14 sa2024-03 eb2024-03',
  ],
  [
    '"2024-03"',
    '2024 gt2024-03-14 lt2024-03-14 ap2024-03-14 ge2024-03-01',
    '2024-03-14 sa2024-03-14 eb2024-03-14',
  ],
  ['"2024-01-01T00:30:00+01:00"', '2023-12-31 2023 2023-12-31T23:30Z 2023-12-31T23:30:00', '2024 2024-01-01'],
  ['"2024-01-01T00:30:00+01:00"', '2024-01-01T00:30:00+01:00 2023-12-31T23:30:00Z', '2024-01-01T00:30:00Z'],
  ['"2024-02-29T12:00:00.123Z"', '2024-02-29T12:00:00Z 2024-02-29T12:00:00.123Z', '2024-02-29T12:00:00.124Z'],
  ['{"start":"2024-03"}', 'gt2030 ge2024-03 sa2024-02 ne2024 ap2040', '2024 eb2030 lt2024-03'],
  ['{"end":"2024-03"}', 'lt1900 le2024-03 eb2024-04 ne2024', '2024 sa1900 gt2024-03'],
  [
    '{"start":"2024-03","end":"2024-04"}',
    '2024 ap2024-04-30 gt2024-04-29 ge2024-03-01',
    '2024-03 sa2024-03 ap2024-06',
  ],
  ['["2020","2024"]', '2020 2024 gt2023', '2022 gt2025'],
  ['"soon"', '', '2024 ne2024 ap2024 gt0001'],
  ['"2023-02-29"', '', '2023 ne2024'],
  ['{}', '', '2024 ne2024 lt2024'],
  ['{"start":"soon"}', '', '2024 ne2024 gt2024'],
  ['null', '', 'ne2024'],
  // 10 % of five years before now is half a year.
  ['"2019-01-01"', 'ap2019-06-01 ap2018-08', 'ap2020 ap2018-01'],
]

const numbers: readonly Case[] = [
  ['100', '100 100.00 1e2 ne99 gt99 ge100 le100 lt101 sa99 eb101 ap109 ap91', 'gt100 lt100 ne100 ap112 ap90'],
  ['99.5', '100 1e2 gt99 lt100', '100.0 ne100 ge100'],
  ['100.5', 'ne100 gt100 sa100 100.5', '100'],
  ['95', '1e2 95', '100'],
  ['105', 'ne1e2', '1e2'],
  ['0.0054', '5.4e-3 5.40e-3 0.005', '5.5e-3'],
  ['-5.4', '-5 -5.4 lt-5 gt-6 ap-5', '5 -5.5 gt-5'],
  ['0.30000000000000000001', 'gt0.3 0.3', 'le0.3'],
  ['12345678901234567890', '12345678901234567890 gt12345678901234567889', '12345678901234567891'],
  ['"100"', '', '100 ne1'],
  ['[1,2]', '1 2 gt1', '3 gt2'],
]

const quantities: readonly Case[] = [
  [
    '{"value":5.4,"system":"http://u","code":"mg"}',
    '5.4 5.4|http://u|mg 5.4||mg gt5|http://u|mg ne6',
    '5.5 5.4||g',
  ],
  ['{"value":5.4,"system":"http://u","code":"mg"}', '5.4|http://u|', '5.4|http://v|mg ne5.4'],
  ['{"value":5.4,"unit":"mg"}', '5.4||mg 5.40', '5.4|http://u|mg'],
  ['[{"value":5,"unit":"g"},{"value":7,"unit":"mg"}]', '5||g 7||mg', '5||mg'],
  ['{"code":"mg"}', '', '5||mg ne5'],
]

const tables = { date: dates, number: numbers, quantity: quantities } as const
for (const type of ['date', 'number', 'quantity'] as const) {
  describe(`a ${type}`, () => {
    for (const [json, yes, no] of tables[type]) {
      for (const value of yes.split(' ').filter(Boolean)) {
        it(`${value} finds ${json}`, () => assert.ok(fits(type, json, value)))
      }
      for (const value of no.split(' ').filter(Boolean)) {
        it(`${value} does not find ${json}`, () => assert.ok(!fits(type, json, value)))
      }
    }
  })
}

const refused = {
  date: ['2023-02-29', '2024-13', '24', 'gt', 'xx2024', '2024-01-01T10', '2024-01-01T24:00Z', '0000', 'soon'],
  number: ['x', 'gt', '1.', '.5', '1e', '--1', '1e99999', 'Infinity', '0x1', '1'.repeat(101)],
  quantity: ['5|mg', '5|a|b|c', '|s|c', 'x||mg'],
} as const

describe('what is no value of its type', () => {
  for (const type of ['date', 'number', 'quantity'] as const) {
    for (const value of refused[type]) {
      it(`${value.slice(0, 30)} is no ${type}`, () => {
        assert.throws(() => fits(type, '1', value), { category: 'invalid' })
      })
    }
  }
})
