/** The Access of the engine, decided by AccessPolicies. Policies only grant: without one that holds, the answer is no. */
import type { Access, Decision, Operation, Subject } from '../../engine/ports/access.ts'
import type { Store } from '../../engine/ports/store.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { Registry } from '../../schema/registry.ts'
import { challenges } from '../callers/challenges.ts'
import { isOAuthSubject, type OAuthSubject } from '../subject.ts'
import { isGranted } from './decide.ts'
import { type DecisionExplanation, explainDecision } from './explain-decision.ts'
import { openPolicyBook } from './policy-book.ts'
import { findApplicable } from './policy-index.ts'
import { createRequestObject } from './request-object.ts'
import { isCoveredByScopes } from './resource-scopes.ts'

export interface PolicyAccessParts {
  readonly store: Store
  readonly registry: Registry
  readonly log: Log
}

export interface PolicyAccess extends Pick<Access, 'decide'> {
  /** The whole evaluation of a request: every policy that was looked at, with its result. Carries nothing out. */
  explain(subject: Subject | null, operation: Operation): Promise<DecisionExplanation>
  stop(): void
}

const allowed: Decision = { allowed: true }

/** No error code: RFC 6750 §3.1 for a request without credentials. */
const unauthenticated: Decision = {
  allowed: false,
  reason: 'unauthenticated',
  message: 'Authentication is required',
  challenges,
}

const forbidden: Decision = { allowed: false, reason: 'forbidden', message: 'No access policy allows this' }

const notInScope: Decision = {
  allowed: false,
  reason: 'forbidden',
  message: 'The scopes of the token do not cover this',
}

export function createPolicyAccess({ store, registry, log }: PolicyAccessParts): PolicyAccess {
  const book = openPolicyBook({ store, log })

  const decideFor = (subject: OAuthSubject | null, known: boolean, operation: Operation) => {
    if (!isCoveredByScopes(subject, operation)) return notInScope
    const refused = known ? forbidden : unauthenticated
    const makeRequest = (): JsonObject => createRequestObject(operation, subject, registry)
    const current = book.current()
    if (current instanceof Promise) {
      return current
        .then((index) => isGranted(findApplicable(index, subject, operation.id), makeRequest, log))
        .then((granted) => (granted ? allowed : refused))
    }
    const granted = isGranted(findApplicable(current, subject, operation.id), makeRequest, log)
    if (typeof granted === 'boolean') return granted ? allowed : refused
    return granted.then((late) => (late ? allowed : refused))
  }

  const decide = (subject: Subject | null, operation: Operation): Decision | Promise<Decision> =>
    decideFor(isOAuthSubject(subject) ? subject : null, subject !== null, operation)

  return {
    decide,
    async explain(subject, operation) {
      const ours = isOAuthSubject(subject) ? subject : null
      const policies = findApplicable(await book.current(), ours, operation.id)
      const request = createRequestObject(operation, ours, registry)
      return explainDecision({ decision: await decide(subject, operation), policies, request, subject: ours })
    },
    stop: () => book.stop(),
  }
}
