/** What a parameter must be like, with how an index finds the same. */
import type { SearchParameter } from '../../schema/resource-definition.ts'
import type { SearchPath } from '../../schema/search-path.ts'
import type { Comparison, Condition } from '../ports/condition.ts'
import type { ProbeTest } from '../ports/search-index.ts'
import { hasEntries, isCommon } from './indexed-parameter.ts'
import { any, type Match, type Meaning } from './parameter-type.ts'

/** One of the values. Each comparison has values of one way to be found, exactly or not. */
export function toComparisons(
  parameter: SearchParameter,
  path: SearchPath,
  meanings: readonly Meaning[],
): Condition {
  const isIndexed = isCommon(parameter.name) || hasEntries(parameter, path)
  const groups = isIndexed ? [...groupByWay(meanings)] : [meanings]
  const of = groups.map((group): Comparison => {
    const compare = { kind: 'compare', path, test: any(...group.map(({ test }) => test)) } as const
    const match = isIndexed ? joinMatches(group.map((one) => one.match)) : undefined
    return match === undefined ? compare : { ...compare, probe: { parameter: parameter.name, ...match } }
  })
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { kind: 'or', of }
}

/** Whether there is an item, with a value or without. */
export function toPresence(parameter: SearchParameter, path: SearchPath): Comparison {
  const isThere = { kind: 'compare', path, test: { kind: 'present' } } as const
  if (!hasEntries(parameter, path)) return isThere
  return { ...isThere, probe: { parameter: parameter.name, isExact: true, of: { kind: 'present' } } }
}

function groupByWay(meanings: readonly Meaning[]): Iterable<readonly Meaning[]> {
  const groups = new Map<string, Meaning[]>()
  for (const meaning of meanings) {
    const way = `${meaning.match.of.kind} ${meaning.match.isExact}`
    const group = groups.get(way)
    if (group === undefined) groups.set(way, [meaning])
    else group.push(meaning)
  }
  return groups.values()
}

/** Of one way. */
function joinMatches(matches: readonly Match[]): Match | undefined {
  const [first] = matches
  return (
    first && {
      isExact: first.isExact,
      of: joinTests(
        first.of,
        matches.map(({ of }) => of),
      ),
    }
  )
}

function joinTests(first: ProbeTest, all: readonly ProbeTest[]): ProbeTest {
  switch (first.kind) {
    case 'present':
      return first
    case 'spans':
      return {
        kind: first.kind,
        test: any(...all.flatMap((one) => (one.kind === 'spans' ? [one.test] : []))),
      }
    case 'numbers':
      return { kind: first.kind, tests: all.flatMap((one) => (one.kind === 'numbers' ? one.tests : [])) }
    default: {
      const values = all.flatMap((one) => ('values' in one ? one.values : []))
      return { kind: first.kind, values: [...new Set(values)] }
    }
  }
}
