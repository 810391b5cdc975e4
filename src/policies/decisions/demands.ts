/** What a rule demands of a request before it looks at anything else: policies are indexed by it. */
import type { Operation } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { RequestObject } from './request-object.ts'

export type Literal = string | number | boolean

/** Of a value: it is one of these, or a text that begins with one of those. */
export interface Values {
  readonly exact: ReadonlySet<Literal>
  readonly beginnings: ReadonlySet<string>
}

/** At a path of keys in the request object, as matcho reads them. */
export interface Demand {
  readonly path: readonly string[]
  readonly values: Values
}

/** By the path: a rule never holds for a request that has another value there, or none. */
export type Demands = ReadonlyMap<string, Demand>

/** The request that policies are looked for. */
export interface Wanted {
  readonly operation: string
  /** Empty: it has none. */
  readonly type: string
  readonly method: string
  /** The request object, with these parts of it. */
  readonly object: RequestObject['need']
}

export const demandsNothing: Demands = new Map()

/** Known before anything is read: neither a body nor what is stored. */
const knownRoots: ReadonlySet<string> = new Set([
  ...['operation', 'request-method', 'scheme', 'uri', 'requested-uri', 'query-string', 'remote-addr'],
  ...['headers', 'params', 'user', 'client', 'session', 'jwt'],
])

export function wantedOf({ id, type = '', request }: Operation, object: RequestObject['need']): Wanted {
  return { operation: id, type, method: toMethod(request.method), object }
}

/** HEAD is GET without its body (RFC 9110 §9.3.2): a policy cannot tell them apart. */
export function toMethod(requestMethod: string): string {
  const method = requestMethod.toLowerCase()
  return method === 'head' ? 'get' : method
}

/** Nothing where there is nothing to be indexed by. */
export function demandAt(path: readonly string[], values: Values | undefined): Demands {
  if (values === undefined || !knownRoots.has(path[0] ?? '')) return demandsNothing
  return new Map([[JSON.stringify(path), { path, values }]])
}

/** What the parts demand at their keys. */
export function demandsOfParts(
  parts: JsonObject,
  path: readonly string[],
  of: (part: unknown, path: readonly string[]) => Demands,
): readonly Demands[] {
  const isKnown = (key: string) => !key.startsWith('$') && (path.length > 0 || knownRoots.has(key))
  return Object.keys(parts).flatMap((key) => (isKnown(key) ? [of(parts[key], [...path, key])] : []))
}

/** One of a list of values; undefined where it has any that cannot be looked up. */
export function oneOf(list: unknown): Values | undefined {
  if (!Array.isArray(list) || !list.every(isLiteralValue)) return undefined
  return { exact: new Set(list), beginnings: new Set() }
}

export function isLiteralValue(value: unknown): value is Literal {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Of rules that must all hold. */
export function demandsOfAll(all: readonly Demands[]): Demands {
  const merged = new Map<string, Demand>()
  for (const [key, { path, values }] of all.flatMap((demands) => [...demands])) {
    const before = merged.get(key)
    merged.set(key, { path, values: before === undefined ? values : bothOf(before.values, values) })
  }
  return merged
}

/** Of rules of which one must hold. */
export function demandsOfAny([first = demandsNothing, ...others]: readonly Demands[]): Demands {
  const merged = new Map<string, Demand>()
  for (const [key, { path, values }] of first) {
    const beside = others.flatMap((demands) => demands.get(key) ?? [])
    if (beside.length < others.length) continue
    merged.set(key, { path, values: unionOf([values, ...beside.map((demand) => demand.values)]) })
  }
  return merged
}

/** Beginnings that each value of a list is held against. */
const mostCompared = 64

/** What both say; where that cannot be said in values, what one of them says. */
function bothOf(one: Values, other: Values): Values {
  if (one.beginnings.size > 0) return other.beginnings.size > 0 ? one : bothOf(other, one)
  if (other.beginnings.size > mostCompared) return one
  const isAdmitted = (value: Literal) =>
    other.exact.has(value) ||
    (typeof value === 'string' && [...other.beginnings].some((beginning) => value.startsWith(beginning)))
  return { exact: new Set([...one.exact].filter(isAdmitted)), beginnings: one.beginnings }
}

function unionOf(all: readonly Values[]): Values {
  return {
    exact: new Set(all.flatMap(({ exact }) => [...exact])),
    beginnings: new Set(all.flatMap(({ beginnings }) => [...beginnings])),
  }
}
