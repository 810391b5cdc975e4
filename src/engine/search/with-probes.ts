/**
 * The rows of an access, with how an index finds them where it can. It finds, and the documents decide: entries may be behind
 * for a while, as where a server with other search parameters writes too, and that must show nobody what is not theirs.
 */
import type { SearchPath } from '../../schema/search-path.ts'
import type { Comparison, Condition, Test } from '../ports/condition.ts'
import type { Probe } from '../ports/search-index.ts'
import { toKey } from './index-key.ts'
import { type ReadParameter, toIndexedParameter } from './indexed-parameter.ts'
import type { SearchedType } from './parse-criterion.ts'

export function withProbes(type: SearchedType, condition: Condition): Condition {
  // Of what entries lack, all would be shown.
  if (condition.kind === 'not') return { kind: 'not', of: withoutProbes(condition.of) }
  if (condition.kind !== 'compare') {
    return { kind: condition.kind, of: condition.of.map((one) => withProbes(type, one)) }
  }
  const probe = condition.probe ?? findProbe(type, condition)
  return probe === undefined ? condition : { ...condition, probe: { ...probe, isExact: isOfColumn(probe) } }
}

function withoutProbes(condition: Condition): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: withoutProbes(condition.of) }
  if (condition.kind !== 'compare') return { kind: condition.kind, of: condition.of.map(withoutProbes) }
  const { probe, ...comparison } = condition
  return probe !== undefined && isOfColumn(probe) ? condition : comparison
}

/** Of the resource's own row, which is never behind. */
const isOfColumn = ({ parameter }: Probe) => parameter === '_id' || parameter === '_lastUpdated'

type Value = string | boolean

function findProbe(type: SearchedType, { path, test }: Comparison): Probe | undefined {
  const ways = path.map(toWay)
  const values = valuesOf(test)
  if (test.kind !== 'present' && values === undefined) return undefined
  if (values !== undefined && ways.length === 1 && ways[0] === ownId) return toIds(values)
  for (const candidate of candidatesOf(type)) {
    const probe = values === undefined ? toPresence(candidate, ways) : toKeys(candidate, ways, values)
    if (probe !== undefined) return probe
  }
  return undefined
}

/** That the item must be one of. Undefined: the test is another one. */
function valuesOf(test: Test): readonly Value[] | undefined {
  if (test.kind === 'equals') return test.values
  if (test.kind !== 'any') return undefined
  const values = test.of.map(valuesOf)
  return values.includes(undefined) ? undefined : values.flatMap((some) => some ?? [])
}

function toIds(values: readonly Value[]): Probe {
  const ids = values.filter((value) => typeof value === 'string').map((id) => toKey(id))
  return { parameter: '_id', isExact: true, of: { kind: 'keys', values: ids } }
}

function toPresence({ parameter: { name }, own }: Candidate, ways: readonly string[]): Probe | undefined {
  if (!ways.every((way) => own.has(way))) return undefined
  return { parameter: name, isExact: false, of: { kind: 'present' } }
}

/** Other forms of a value have the same key: the documents tell them apart. */
function toKeys(
  { parameter, own, inside }: Candidate,
  ways: readonly string[],
  values: readonly Value[],
): Probe | undefined {
  // Of fields only texts have keys.
  const isOfTexts = values.every((value) => typeof value === 'string')
  if (!ways.every((way) => own.has(way) || (isOfTexts && inside.has(way)))) return undefined
  const { name, type, ignoreCase } = parameter
  const keys = values.map((value) => type.keyOf?.(value, ignoreCase))
  if (keys.includes(undefined)) return undefined
  const found = keys.map((key) => toKey(key ?? ''))
  return { parameter: name, isExact: false, of: { kind: 'keys', values: [...new Set(found)] } }
}

/** A parameter with its paths, and those of the fields that it looks at, too, as texts that can be compared. */
interface Candidate {
  readonly parameter: ReadParameter
  readonly own: ReadonlySet<string>
  readonly inside: ReadonlySet<string>
}

const toWay = (steps: SearchPath[number]) => JSON.stringify(steps)
const ownId = toWay([{ name: 'id' }])

/** Made once a type. */
const made = new WeakMap<SearchedType['search'], readonly Candidate[]>()

function candidatesOf({ type, search }: SearchedType): readonly Candidate[] {
  const candidates = made.get(search) ?? [...search.values()].flatMap((one) => toCandidate(one, type))
  made.set(search, candidates)
  return candidates
}

function toCandidate(...[declared, typeName]: Parameters<typeof toIndexedParameter>): readonly Candidate[] {
  const parameter = toIndexedParameter(declared, typeName)
  if (parameter === null) return []
  const { path, type, ignoreCase } = parameter
  const fields = ignoreCase ? [] : (type.fields ?? [])
  const inside = path.flatMap((steps) => fields.map((name) => toWay([...steps, { name }])))
  return [{ parameter, own: new Set(path.map(toWay)), inside: new Set(inside) }]
}
