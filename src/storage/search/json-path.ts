/**
 * Paths and tests as jsonpath (PostgreSQL, The SQL/JSON Path Language), in lax mode, the default, which looks through
 * lists by itself. Names and values enter as JSON literals only, never as they are.
 */
import type { Operator, Test } from '../../engine/ports/condition.ts'
import type { SearchStep } from '../../schema/search-path.ts'

function member(name: string): string {
  return `.${JSON.stringify(name)}`
}

export function toJsonPath(steps: readonly SearchStep[]): string {
  return steps.reduce((path, { name, where }) => {
    const filters = (where ?? []).map(
      ({ field, equals }) => ` ? (@${field.split('.').map(member).join('')} == ${JSON.stringify(equals)})`,
    )
    return path + member(name) + filters.join('')
  }, '$')
}

/** As a filter over `@`; equality in it is what the index of a table (jsonb_path_ops) serves. Null: nothing passes. */
export function toFilter(test: Test): string | null {
  switch (test.kind) {
    case 'present':
      return 'exists (@)'
    case 'lacks':
      return `!exists (@${member(test.field)})`
    case 'equals':
      return join(
        ' || ',
        test.values.map((value) => `@ == ${JSON.stringify(value)}`),
      )
    case 'matches':
      return `@ like_regex ${JSON.stringify(test.pattern)}`
    case 'number':
      return compareNumber(test.operator, test.digits)
    case 'at':
      return atFields(test.fields, toFilter(test.test))
    case 'any':
      return join(
        ' || ',
        test.of.map(toFilter).filter((one) => one !== null),
      )
    case 'all': {
      const all = test.of.map(toFilter)
      return join(
        ' && ',
        all.filter((one) => one !== null),
        all.length,
      )
    }
    case 'bound':
      throw new Error('a test of a span of time cannot be part of another test')
  }
}

/** Null when there are fewer than are needed. */
function join(operator: string, filters: readonly string[], needed = 1): string | null {
  const [first, ...others] = filters
  if (filters.length < needed || first === undefined) return null
  return others.length === 0 ? first : `(${filters.join(operator)})`
}

function compareNumber(operator: Operator, digits: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(digits)) throw new Error('not a number in plain digits')
  // Not what is in a list, which the lax mode would look through.
  return `(@.type() == "number" && @ ${operator} ${digits})`
}

function atFields(fields: readonly string[], filter: string | null): string | null {
  if (filter === null) return null
  return join(
    ' || ',
    fields.map((field) => `exists (@${member(field)} ? (${filter}))`),
  )
}
