/** What a rule demands of a request before it looks at anything else: policies are indexed by it. */
import type { Operation } from '../../engine/ports/access.ts'

/** Values of which the request has one. Undefined: any. */
export type Values = ReadonlySet<string> | undefined

/** A rule never holds for a request that has another value. */
export interface Demands {
  /** Of `operation.id`. */
  readonly operation: Values
  /** Of `params.resource/type`. */
  readonly type: Values
  /** Of `request-method`. */
  readonly method: Values
}

/** What a request has of them; a type that it has not is empty. */
export type Wanted = Readonly<Record<keyof Demands, string>>

export const demandsNothing: Demands = { operation: undefined, type: undefined, method: undefined }

export function wantedOf({ id, type = '', request }: Operation): Wanted {
  return { operation: id, type, method: toMethod(request.method) }
}

/** HEAD is GET without its body (RFC 9110 §9.3.2): a policy cannot tell them apart. */
export function toMethod(requestMethod: string): string {
  const method = requestMethod.toLowerCase()
  return method === 'head' ? 'get' : method
}

/** `find` says what is demanded at a path of the request object. */
export function collectDemands(find: (path: readonly string[]) => Values): Demands {
  return {
    operation: find(['operation', 'id']),
    type: find(['params', 'resource/type']),
    method: find(['request-method']),
  }
}

/** Of rules that must all hold. */
export function demandsOfAll(all: readonly Demands[]): Demands {
  return merge(all, (lists) => lists.reduce(bothOf, undefined))
}

/** Of rules of which one must hold. */
export function demandsOfAny(all: readonly Demands[]): Demands {
  return merge(all, anyOf)
}

function merge(all: readonly Demands[], of: (lists: readonly Values[]) => Values): Demands {
  return {
    operation: of(all.map(({ operation }) => operation)),
    type: of(all.map(({ type }) => type)),
    method: of(all.map(({ method }) => method)),
  }
}

export function bothOf(one: Values, other: Values): Values {
  if (one === undefined || other === undefined) return one ?? other
  return new Set([...one].filter((value) => other.has(value)))
}

export function anyOf(lists: readonly Values[]): Values {
  const all = new Set<string>()
  for (const values of lists) {
    if (values === undefined) return undefined
    for (const value of values) all.add(value)
  }
  return all
}
