/** The Access of the engine, decided by AccessPolicies. Policies only grant: without one that holds, the answer is no. */

import type { Access, Allowed, Caller, Decision, Operation } from '../../engine/ports/access.ts'
import type { Log } from '../../kernel/log.ts'
import type { DocumentReader, Memory } from '../../plugin.ts'
import type { Registry } from '../../schema/registry.ts'
import { findGrant, mayBeGranted, type TriedRequest } from './decide.ts'
import { wantedOf } from './demands.ts'
import { type DecisionExplanation, explainDecision } from './explain-decision.ts'
import { createFindOwn } from './own-links.ts'
import { openPolicyBook } from './policy-book.ts'
import type { Look, PolicyGroups } from './policy-index.ts'
import {
  type AskedRequest,
  createCallerParts,
  openRequestObject,
  type RequestObject,
  requestParts,
} from './request-object.ts'
import { withoutEmpty } from './without-empty.ts'

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

const unauthenticated: Decision = {
  allowed: false,
  reason: 'unauthenticated',
  message: 'Authentication is required',
}

const forbidden: Decision = { allowed: false, reason: 'forbidden', message: 'No access policy allows this' }

export function createPolicyAccess(parts: PolicyAccessParts): PolicyAccess {
  const { registry, log } = parts
  const book = openPolicyBook(parts)
  const findOwn = createFindOwn(parts)

  const callerParts = createCallerParts(registry)

  const groupsOf = (caller: Caller | null, wanted: Look): PolicyGroups | Promise<PolicyGroups> => {
    const current = book.current()
    return current instanceof Promise
      ? current.then((index) => findOwn(index, caller, wanted))
      : findOwn(current, caller, wanted)
  }
  const decideBy = (groups: PolicyGroups, caller: Caller | null, operation: Operation) => {
    const toDecision = (grant: Allowed | null) => grant ?? (caller === null ? unauthenticated : forbidden)
    const grant = findGrant(groups, toTried({ operation, caller, registry, callerParts }, log))
    return grant instanceof Promise ? grant.then(toDecision) : toDecision(grant)
  }

  return {
    decide(caller, operation) {
      const found = groupsOf(caller, wantedOf(operation))
      return found instanceof Promise
        ? found.then((groups) => decideBy(groups, caller, operation))
        : decideBy(found, caller, operation)
    },
    mayAllow(caller, operation) {
      const bodiless = operation.body === undefined ? operation : { ...operation, body: undefined }
      const { object } = toTried({ operation: bodiless, caller, registry, callerParts }, log)
      const found = groupsOf(caller, wantedOf(operation))
      return found instanceof Promise
        ? found.then((groups) => mayBeGranted(groups, object))
        : mayBeGranted(found, object)
    },
    async explain(caller, operation) {
      const groups = await groupsOf(caller, { ...wantedOf(operation), isAll: true })
      const tried = toTried({ operation, caller, registry, callerParts }, log)
      if (groups.some((group) => group.some(({ rule }) => rule.reads.stored))) await tried.loadStored()
      const decision = await decideBy(groups, caller, operation)
      const policies = [...new Set(groups.flat())]
      return explainDecision({ decision, policies, request: tried.object(requestParts), caller })
    },
  }
}

function toTried(asked: AskedRequest, log: Log): TriedRequest {
  const { operation } = asked
  let request: RequestObject | undefined
  let isLoaded = operation.stored === undefined
  const open = (): RequestObject => {
    request ??= openRequestObject(asked)
    return request
  }
  return {
    log,
    isStoredKnown: !isLoaded || operation.resourceId === undefined,
    object: (parts) => open().need(parts),
    loadStored() {
      if (isLoaded) return undefined
      return operation.stored?.().then((resource) => {
        isLoaded = true
        open().setStored(resource === null ? undefined : withoutEmpty(resource))
      })
    },
  }
}
