/** Tries policies on a request: the first that holds grants, and one that fails does not. */
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { CompiledPolicy } from '../compile-policy.ts'
import { PolicyFailure, type RuleExplanation } from '../engines/engine.ts'

/** Whether one of the policies grants. `makeRequest` is called once, and only if there is a policy to try. */
export function isGranted(
  policies: readonly CompiledPolicy[],
  makeRequest: () => JsonObject,
  log: Log,
): boolean | Promise<boolean> {
  return policies.length === 0 ? false : isGrantedFrom(0, policies, makeRequest(), log)
}

/** Whether one of them could grant with some body; `makeRequest` makes a request object without one. */
export function mayBeGranted(policies: readonly CompiledPolicy[], makeRequest: () => JsonObject): boolean {
  if (policies.length === 0) return false
  let request: JsonObject | undefined
  return policies.some(({ rule }) => {
    if (rule.mayHold === undefined) return true
    request ??= makeRequest()
    try {
      return rule.mayHold(request)
    } catch {
      // Whoever decides will come to the same failure, and tell the log.
      return false
    }
  })
}

function isGrantedFrom(
  from: number,
  policies: readonly CompiledPolicy[],
  request: JsonObject,
  log: Log,
): boolean | Promise<boolean> {
  for (let index = from; index < policies.length; index += 1) {
    const held = doesHold(policies[index] as CompiledPolicy, request, log)
    if (held === true) return true
    if (held !== false) return held.then((late) => late || isGrantedFrom(index + 1, policies, request, log))
  }
  return false
}

function doesHold(policy: CompiledPolicy, request: JsonObject, log: Log): boolean | Promise<boolean> {
  try {
    const held = policy.rule.holds(request)
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
