/** Numbers (https://hl7.org/fhir/R4/search.html#number): stored ones are exact, a sought one is as precise as it is written. */
import type { Operator, Test } from '../../ports/condition.ts'
import { type Decimal, parseDecimal, toDigits } from '../decimal.ts'
import type { Item } from '../items.ts'
import { all, any, parameterType } from '../parameter-type.ts'
import { type Prefix, splitPrefix } from '../prefix.ts'

export interface NumberValue {
  readonly prefix: Prefix
  readonly number: Decimal
}

const longestNumber = 100

export const number = parameterType({
  examples: '100 or ge5.4',
  parse: parseNumberValue,
  test: numberTest,
  match: (value) => ({
    isExact: true,
    of: { kind: 'numbers', tests: [{ test: numberTest(value), units: [] }] },
  }),
  kind: 'number',
  version: 1,
  addEntries(item, sink) {
    const digits = digitsOf(item)
    if (digits !== undefined) sink.number(digits)
  },
})

/** Plain ones of an item that is a number. */
export function digitsOf({ digits }: Item): string | undefined {
  const number = digits === undefined ? null : parseDecimal(digits)
  return number === null ? undefined : toDigits(number)
}

export function parseNumberValue(text: string): NumberValue | null {
  const { prefix, rest } = splitPrefix(text)
  const parsed = rest.length > longestNumber ? null : parseDecimal(rest)
  // One digit with an exponent counts as two: `1e2` means 95 to 105 in the specification's table.
  const isTerse = parsed !== null && /^[+-]?\d[eE]/.test(rest)
  const number = isTerse ? { units: parsed.units * 10n, scale: parsed.scale + 1 } : parsed
  return number === null ? null : { prefix, number }
}

/** Without `eq`, `ne` and `ap` the precision does not count, so `sa` is as `gt` and `eb` as `lt`. */
const operators = { gt: '>', sa: '>', ge: '>=', lt: '<', eb: '<', le: '<=' } as const

export function numberTest({ prefix, number }: NumberValue): Test {
  if (prefix === 'eq' || prefix === 'ne') {
    const [low, high] = around(number, 5n)
    return prefix === 'eq' ? all(is('>=', low), is('<', high)) : any(is('<', low), is('>=', high))
  }
  if (prefix === 'ap') {
    const [low, high] = around(number, number.units < 0n ? -number.units : number.units)
    return all(is('>=', low), is('<=', high))
  }
  return is(operators[prefix], number)
}

function is(operator: Operator, number: Decimal): Test {
  return { kind: 'number', operator, digits: toDigits(number) }
}

/** `tenths` of the number's last digit to both sides. */
function around({ units, scale }: Decimal, tenths: bigint): readonly [Decimal, Decimal] {
  const middle = units * 10n
  return [
    { units: middle - tenths, scale: scale + 1 },
    { units: middle + tenths, scale: scale + 1 },
  ]
}
