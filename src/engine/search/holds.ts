/** A condition carried out on a document in memory. Storage does the same in SQL; a property test holds the two together. */
import type { JsonObject } from '../../kernel/json.ts'
import type { Condition, Operator, Test } from '../ports/condition.ts'
import { compareDecimals, parseDecimal } from './decimal.ts'
import { entriesOf, findItems, type Item, membersOf } from './items.ts'
import { toSpan } from './moment.ts'

/** The document is one of `parseJson`, which keeps the digits of numbers. */
export function holds(condition: Condition, resource: JsonObject): boolean {
  if (condition.kind === 'not') return !holds(condition.of, resource)
  if (condition.kind !== 'compare') {
    const { kind, of } = condition
    return kind === 'and' ? of.every((one) => holds(one, resource)) : of.some((one) => holds(one, resource))
  }
  const { path, test } = condition
  for (const item of findItems(resource, path))
    if (test.kind === 'present' || entriesOf(item).some((entry) => passes(entry, test))) return true
  return false
}

function passes(item: Item, test: Test): boolean {
  if ('of' in test) {
    const { kind, of } = test
    return kind === 'all' ? of.every((one) => passes(item, one)) : of.some((one) => passes(item, one))
  }
  if (test.kind === 'present') return true
  if (test.kind === 'lacks') return membersOf(item, test.field).length === 0
  if (test.kind === 'at') {
    const members = test.fields.flatMap((field) => membersOf(item, field)).flatMap(entriesOf)
    return members.some((member) => passes(member, test.test))
  }
  if (test.kind === 'bound') {
    const span = toSpan(item.value)
    return span !== undefined && isOrdered(span[test.bound] - test.time, test.operator)
  }
  if (test.kind === 'number') return isNumberLike(item, test)
  return entriesOf(item).some((entry) => isLike(entry, test))
}

function isLike({ value }: Item, test: Extract<Test, { kind: 'equals' | 'matches' }>) {
  if (test.kind === 'equals') return test.values.some((one) => one === value)
  return typeof value === 'string' && new RegExp(test.pattern, 'u').test(value)
}

function isNumberLike({ digits }: Item, test: Extract<Test, { kind: 'number' }>) {
  const [own, wanted] = [parseDecimal(digits ?? ''), parseDecimal(test.digits)]
  return own !== null && wanted !== null && isOrdered(compareDecimals(own, wanted), test.operator)
}

/** `difference`: of the item from what it is compared with. */
function isOrdered(difference: number, operator: Operator): boolean {
  if (operator === '<') return difference < 0
  if (operator === '<=') return difference <= 0
  if (operator === '==') return difference === 0
  return operator === '>' ? difference > 0 : difference >= 0
}
