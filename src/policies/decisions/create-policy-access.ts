/** The Access of the engine, decided by AccessPolicies. Policies only grant: without one that holds, the answer is no. */

import type { Access, Allowed, Caller, Decision, Operation } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { DocumentReader, Memory } from '../../plugin.ts'
import type { Registry } from '../../schema/registry.ts'
import { findGrant, mayBeGranted, type TriedRequest } from './decide.ts'
import { type DecisionExplanation, explainDecision } from './explain-decision.ts'
import { createFindOwn } from './own-links.ts'
import { openPolicyBook } from './policy-book.ts'
import type { PolicyGroups } from './policy-index.ts'
import { createRequestObject } from './request-object.ts'
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

  const groupsOf = (caller: Caller | null, { id }: Operation): PolicyGroups | Promise<PolicyGroups> => {
    const current = book.current()
    return current instanceof Promise
      ? current.then((index) => findOwn(index, caller, id))
      : findOwn(current, caller, id)
  }
  const decideBy = (groups: PolicyGroups, caller: Caller | null, operation: Operation) => {
    const toDecision = (grant: Allowed | null) => grant ?? (caller === null ? unauthenticated : forbidden)
    const grant = findGrant(groups, toTried({ operation, caller, registry, log }))
    return grant instanceof Promise ? grant.then(toDecision) : toDecision(grant)
  }

  return {
    decide(caller, operation) {
      const found = groupsOf(caller, operation)
      return found instanceof Promise
        ? found.then((groups) => decideBy(groups, caller, operation))
        : decideBy(found, caller, operation)
    },
    mayAllow(caller, operation) {
      const { body: _body, document: _document, ...bodiless } = operation
      const { object } = toTried({ operation: bodiless, caller, registry, log })
      const found = groupsOf(caller, operation)
      return found instanceof Promise
        ? found.then((groups) => mayBeGranted(groups, object))
        : mayBeGranted(found, object)
    },
    async explain(caller, operation) {
      const groups = await groupsOf(caller, operation)
      const tried = toTried({ operation, caller, registry, log })
      if (groups.some((group) => group.some(({ rule }) => rule.reads.stored))) await tried.loadStored()
      const decision = await decideBy(groups, caller, operation)
      const policies = [...new Set(groups.flat())]
      return explainDecision({ decision, policies, request: tried.object(), caller })
    },
  }
}

interface Asked extends Pick<PolicyAccessParts, 'registry' | 'log'> {
  readonly caller: Caller | null
  readonly operation: Operation
}

function toTried({ operation, caller, registry, log }: Asked): TriedRequest {
  let object: JsonObject | undefined
  const stored: { resource: JsonObject | undefined } = { resource: undefined }
  let isLoaded = operation.stored === undefined
  return {
    log,
    isStoredKnown: !isLoaded || operation.resourceId === undefined,
    object() {
      object ??= createRequestObject(operation, caller, registry, stored)
      return object
    },
    loadStored() {
      if (isLoaded) return undefined
      return operation.stored?.().then((resource) => {
        isLoaded = true
        stored.resource = resource === null ? undefined : withoutEmpty(resource)
      })
    },
  }
}
