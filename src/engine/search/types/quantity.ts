/** Quantities with their units (https://hl7.org/fhir/R4/search.html#quantity). Units are compared, not converted. */
import type { Test } from '../../ports/condition.ts'
import { splitUnescaped, unescapeValue } from '../escapes.ts'
import { isWholeKey, toKey } from '../index-key.ts'
import { entriesOf, membersOf, textsAt } from '../items.ts'
import { all, at, type EntrySink, equals, type Match, parameterType } from '../parameter-type.ts'
import { digitsOf, type NumberValue, numberTest, parseNumberValue } from './number.ts'

export interface QuantityValue extends NumberValue {
  /** Undefined: any. */
  readonly system?: string
  readonly code?: string
}

export const quantity = parameterType({
  examples: '5.4, 5.4||mg or 5.4|system|code',
  parse: parseQuantityValue,
  test: quantityTest,
  match: toMatch,
  kind: 'number',
  version: 1,
  addEntries(item, sink) {
    const values = membersOf(item, 'value').flatMap(entriesOf).map(digitsOf)
    const codes = textsAt(item, 'code')
    const units = unitsOf(textsAt(item, 'system'), codes, textsAt(item, 'unit'), sink)
    for (const digits of values) if (digits !== undefined) addNumber(digits, units, sink)
  },
})

/** `5.4`, `5.4|system|code`, or `5.4||code`, which is a code of any system or a unit as it is written. */
export function parseQuantityValue(text: string): QuantityValue | null {
  const parts = splitUnescaped(text, '|').map(unescapeValue)
  const [value = '', system = '', code = ''] = parts
  const number = parts.length === 1 || parts.length === 3 ? parseNumberValue(value) : null
  if (number === null) return null
  return { ...number, ...(system === '' ? {} : { system }), ...(code === '' ? {} : { code }) }
}

/** The comparator of a stored quantity (`<5 mg`) does not count. */
export function quantityTest({ system, code, ...number }: QuantityValue): Test {
  return all(
    at('value', numberTest(number)),
    ...(system === undefined ? [] : [at('system', equals(system))]),
    ...(code === undefined ? [] : [at(system === undefined ? ['code', 'unit'] : 'code', equals(code))]),
  )
}

/** Bytes of UTF-8 of one, and how many an entry has: together they fit a row of an index. */
const longestUnit = 200
const mostUnits = 4

/** By its system, by its code or what is written for it, and by its system and code together. */
const bySystem = (system: string) => toKey(`s${system}`, longestUnit)
const byCode = (code: string) => toKey(`c${code}`, longestUnit)
const byBoth = (system: string, code: string) =>
  toKey(`b${system.replace(/[\\|]/g, '\\$&')}|${code}`, longestUnit)

function toMatch({ system, code, ...number }: QuantityValue): Match {
  const units =
    system !== undefined && code !== undefined
      ? [byBoth(system, code)]
      : [...(system === undefined ? [] : [bySystem(system)]), ...(code === undefined ? [] : [byCode(code)])]
  return {
    isExact: units.every(isWholeKey),
    of: { kind: 'numbers', tests: [{ test: numberTest(number), units }] },
  }
}

function unitsOf(
  systems: readonly string[],
  codes: readonly string[],
  written: readonly string[],
  sink: EntrySink,
): readonly string[] {
  const units = new Set([...systems.map(bySystem), ...codes.map(byCode), ...written.map(byCode)])
  for (const system of systems) for (const code of codes) if (sink.mayPair()) units.add(byBoth(system, code))
  return [...units]
}

/** A query asks for one unit, so that several entries are as good as a long one. */
function addNumber(digits: string, units: readonly string[], sink: EntrySink): void {
  if (units.length === 0) sink.number(digits)
  for (let start = 0; start < units.length; start += mostUnits)
    if (start === 0 || sink.mayPair()) sink.number(digits, units.slice(start, start + mostUnits))
}
