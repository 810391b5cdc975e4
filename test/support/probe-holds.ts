/** What an index finds, worked out over the entries of one document: as plain as can be, to hold others against. */
import type { Operator, Test } from '../../src/engine/ports/condition.ts'
import type { IndexEntry, IndexedDocument, Probe } from '../../src/engine/ports/search-index.ts'
import { compareDecimals, parseDecimal } from '../../src/engine/search/decimal.ts'

export function probeHolds({ entries, present }: IndexedDocument, { parameter, of }: Probe): boolean {
  const own = entries.filter((entry) => entry.parameter === parameter)
  return of.kind === 'present' ? present.includes(parameter) : own.some((entry) => fits(entry, of))
}

function fits(entry: IndexEntry, of: Exclude<Probe['of'], { kind: 'present' }>): boolean {
  if (of.kind === 'spans') return entry.kind === 'span' && passes(of.test, entry)
  if (of.kind === 'numbers') {
    if (entry.kind !== 'number') return false
    const { units: own = [] } = entry
    return of.tests.some(
      ({ test, units }) => passes(test, entry) && units.every((unit) => own.includes(unit)),
    )
  }
  if (entry.kind !== 'key') return false
  const { value } = entry
  if (of.kind === 'keys') return of.values.includes(value)
  return of.values.some((one) => (of.kind === 'prefix' ? value.startsWith(one) : value.includes(one)))
}

function passes(test: Test, entry: Exclude<IndexEntry, { kind: 'key' }>): boolean {
  if (test.kind === 'all') return test.of.every((one) => passes(one, entry))
  if (test.kind === 'any') return test.of.some((one) => passes(one, entry))
  if (test.kind === 'bound' && entry.kind === 'span')
    return isOrdered(Math.sign(entry[test.bound] - test.time), test.operator)
  if (test.kind !== 'number' || entry.kind !== 'number') throw new Error(`no test of a ${entry.kind}`)
  const [own, wanted] = [parseDecimal(entry.digits), parseDecimal(test.digits)]
  if (own === null || wanted === null) throw new Error('no digits')
  return isOrdered(compareDecimals(own, wanted), test.operator)
}

function isOrdered(difference: number, operator: Operator): boolean {
  const orders: Readonly<Record<Operator, boolean>> = {
    '<': difference < 0,
    '<=': difference <= 0,
    '==': difference === 0,
    '>=': difference >= 0,
    '>': difference > 0,
  }
  return orders[operator]
}
