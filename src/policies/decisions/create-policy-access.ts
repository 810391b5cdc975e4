/** The Access of the engine, decided by AccessPolicies. Policies only grant: without one that holds, the answer is no. */

import type { Access, Caller, Decision, Operation } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { DocumentReader, Memory } from '../../plugin.ts'
import type { Registry } from '../../schema/registry.ts'
import { isGranted, mayBeGranted } from './decide.ts'
import { type DecisionExplanation, explainDecision } from './explain-decision.ts'
import { openPolicyBook } from './policy-book.ts'
import { findApplicable, type PolicyIndex } from './policy-index.ts'
import { createRequestObject } from './request-object.ts'

export interface PolicyAccessParts {
  readonly documents: DocumentReader
  readonly memory: Memory
  readonly registry: Registry
  readonly log: Log
}

export interface PolicyAccess extends Pick<Access, 'decide'>, Required<Pick<Access, 'mayAllow'>> {
  /** The whole evaluation of a request: every policy that was looked at, with its result. Carries nothing out. */
  explain(caller: Caller | null, operation: Operation): Promise<DecisionExplanation>
}

const allowed: Decision = { allowed: true }

const unauthenticated: Decision = {
  allowed: false,
  reason: 'unauthenticated',
  message: 'Authentication is required',
}

const forbidden: Decision = { allowed: false, reason: 'forbidden', message: 'No access policy allows this' }

export function createPolicyAccess({ documents, memory, registry, log }: PolicyAccessParts): PolicyAccess {
  const book = openPolicyBook({ documents, memory, log })

  const decideFor = (caller: Caller | null, operation: Operation) => {
    const refused = caller !== null ? forbidden : unauthenticated
    const makeRequest = (): JsonObject => createRequestObject(operation, caller, registry)
    const current = book.current()
    if (current instanceof Promise) {
      return current
        .then((index) => isGranted(findApplicable(index, caller, operation.id), makeRequest, log))
        .then((granted) => (granted ? allowed : refused))
    }
    const granted = isGranted(findApplicable(current, caller, operation.id), makeRequest, log)
    if (typeof granted === 'boolean') return granted ? allowed : refused
    return granted.then((late) => (late ? allowed : refused))
  }

  const decide = (caller: Caller | null, operation: Operation): Decision | Promise<Decision> =>
    decideFor(caller, operation)

  return {
    decide,
    mayAllow(caller, operation) {
      const makeRequest = (): JsonObject =>
        createRequestObject({ ...operation, body: undefined }, caller, registry)
      const isPossible = (index: PolicyIndex) =>
        mayBeGranted(findApplicable(index, caller, operation.id), makeRequest)
      const current = book.current()
      return current instanceof Promise ? current.then(isPossible) : isPossible(current)
    },
    async explain(caller, operation) {
      const policies = findApplicable(await book.current(), caller, operation.id)
      const request = createRequestObject(operation, caller, registry)
      return explainDecision({ decision: await decide(caller, operation), policies, request, caller })
    },
  }
}
