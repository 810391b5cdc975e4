/** What is told of a decision: the request object and every policy that was looked at. */
import type { Caller, Decision } from '../../engine/ports/access.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { CompiledPolicy } from '../compile-policy.ts'
import type { RuleExplanation } from '../engines/engine.ts'
import { explainPolicy } from './decide.ts'
import { toPlainRequest } from './request-object.ts'

export interface PolicyExplanation {
  readonly id: string
  readonly description?: string
  readonly engine: string
  /** Links and roles that reached it; empty for a policy for everybody. */
  readonly reached: readonly string[]
  readonly result: RuleExplanation
}

export interface DecisionExplanation {
  readonly request: JsonObject
  readonly operation: JsonObject
  readonly decision: Decision
  readonly policies: readonly PolicyExplanation[]
}

interface Evaluation {
  readonly decision: Decision
  readonly policies: readonly CompiledPolicy[]
  readonly request: JsonObject
  readonly caller: Caller | null
}

/** Evaluates every policy, also those after the first that grants. */
export async function explainDecision(evaluation: Evaluation): Promise<DecisionExplanation> {
  const { decision, request, caller } = evaluation
  const operation = isJsonObject(request.operation) ? request.operation : {}
  const links = new Set([`Operation/${operation.id}`, ...ownLinks(caller)])
  const policies: PolicyExplanation[] = []
  for (const policy of evaluation.policies) {
    const { id, description, engine, roleName } = policy
    const reached = policy.links.filter((link) => links.has(link))
    if (roleName !== undefined) reached.push(`roleName ${roleName}`)
    policies.push({ id, description, engine, reached, result: await explainPolicy(policy, request) })
  }
  return { request: toPlainRequest(request), operation, decision, policies }
}

function ownLinks(caller: Caller | null): readonly string[] {
  const { user, client } = caller ?? {}
  return [...(user ? [`User/${user.id}`] : []), ...(client ? [`Client/${client.id}`] : [])]
}

/**
 * As much as may be told to anybody: no value that a policy expects which is not the caller's own, none of the stored
 * resource, which the caller may not be allowed to read.
 */
export function withoutForeignValues(explanation: DecisionExplanation): DecisionExplanation {
  const { stored, ...request } = explanation.request
  const policies = explanation.policies.map((policy) => {
    const isOwn = policy.reached.some((link) => !link.startsWith('Operation/'))
    if (isOwn && stored === undefined) return policy
    const { description: _told, ...shown } = policy
    return { ...shown, result: withoutValues(policy.result) }
  })
  return { ...explanation, request, policies }
}

/** What holds and where something does not, but not what was expected nor what was there. */
function withoutValues(result: RuleExplanation): RuleExplanation {
  const { 'eval-result': held, errors, and, or } = result
  return {
    'eval-result': held,
    ...(Array.isArray(errors) && { errors: errors.map(({ path }) => ({ path })) }),
    ...(Array.isArray(and) && { and: and.map(withoutValues) }),
    ...(Array.isArray(or) && { or: or.map(withoutValues) }),
  }
}
