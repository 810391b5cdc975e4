/** Tries policies on a request: one that holds grants, and one that fails does not. */
import type { Allowed } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { CompiledPolicy } from '../compile-policy.ts'
import { PolicyFailure, type RuleExplanation } from '../engines/engine.ts'
import { bothOf, eitherOf, isEnough } from './grant-terms.ts'
import type { PolicyGroups } from './policy-index.ts'
import type { RequestObject } from './request-object.ts'

/** A request that policies are tried on. */
export interface TriedRequest {
  /** The request object, with these parts of it. */
  readonly object: RequestObject['need']
  /** False: there may be a stored resource, and nobody can say; policies that look at it do not grant. */
  readonly isStoredKnown: boolean
  /** Undefined: the stored resource is known already, or there is nothing to be known. */
  readonly loadStored: () => Promise<void> | undefined
  readonly log: Log
}

type Found = Allowed | null

/** What one policy of each group grants together; null: a group has none that holds. */
export function findGrant(groups: PolicyGroups, tried: TriedRequest, from = 0): Found | Promise<Found> {
  const found = findInGroup(groups[from] ?? [], tried)
  if (from + 1 >= groups.length) return found
  return then(found, (one) =>
    one === null ? null : then(findGrant(groups, tried, from + 1), (other) => other && bothOf(one, other)),
  )
}

/** Whether the policies could grant with some body; `object` is a request object without one. */
export function mayBeGranted(groups: PolicyGroups, object: TriedRequest['object']): boolean {
  const mayGrant = ({ rule }: CompiledPolicy) => {
    try {
      return rule.mayHold === undefined || rule.mayHold(object(rule.reads.parts))
    } catch {
      // Whoever decides will come to the same failure, and tell the log.
      return false
    }
  }
  return groups.every((group) => group.some(mayGrant))
}

/** The first that holds grants. One that leaves elements as they are grants less than another may, which is looked for. */
function findInGroup(
  policies: readonly CompiledPolicy[],
  tried: TriedRequest,
  from = 0,
  before: Found = null,
): Found | Promise<Found> {
  let found = before
  for (let index = from; index < policies.length; index += 1) {
    const policy = policies[index] as CompiledPolicy
    if (policy.rule.reads.stored && !tried.isStoredKnown) continue
    const loading = policy.rule.reads.stored ? tried.loadStored() : undefined
    const soFar = found
    if (loading !== undefined) return loading.then(() => findInGroup(policies, tried, index, soFar))
    const held = doesHold(policy, tried)
    if (typeof held !== 'boolean') {
      return held.then((late) => {
        const next = late ? eitherOf(soFar, policy.allows) : soFar
        return isEnough(next) ? next : findInGroup(policies, tried, index + 1, next)
      })
    }
    if (held) found = eitherOf(soFar, policy.allows)
    if (isEnough(found)) return found
  }
  return found
}

function then<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

function doesHold(policy: CompiledPolicy, { object, log }: TriedRequest): boolean | Promise<boolean> {
  try {
    const held = policy.rule.holds(object(policy.rule.reads.parts))
    return typeof held === 'boolean'
      ? held
      : held.catch((error: unknown) => reportFailure(policy, error, log))
  } catch (error) {
    return reportFailure(policy, error, log)
  }
}

function reportFailure(policy: CompiledPolicy, error: unknown, log: Log): false {
  log.warn('access policy failed and does not grant', { policy: policy.id, reason: describeFailure(error) })
  return false
}

/** The same evaluation with its reasons; an error becomes a result that does not grant. */
export async function explainPolicy(policy: CompiledPolicy, request: JsonObject): Promise<RuleExplanation> {
  try {
    return await policy.rule.explain(request)
  } catch (error) {
    return { 'eval-result': false, error: describeFailure(error) }
  }
}

/** Foreign errors may quote values of the request, so only their names are told. */
function describeFailure(error: unknown): string {
  if (error instanceof PolicyFailure) return error.message
  return error instanceof Error ? error.name : 'unknown error'
}
