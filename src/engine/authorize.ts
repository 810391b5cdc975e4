/** The one answer to whether a caller may do something: the limits of its credential first, then what the access says. */
import { AppError } from '../kernel/errors.ts'
import { type IsWithinLimits, isWithinLimits } from './limits.ts'
import type { Access, Allowed, Caller, Decision, Denied, Operation } from './ports/access.ts'

type Decide = Pick<Access, 'decide'>

const everythingAllowed: Allowed = { allowed: true }

const notInScope: Denied = {
  allowed: false,
  reason: 'forbidden',
  message: 'The scopes of the token do not cover this',
}

/** Without an access everything is allowed that the credential is not too narrow for. */
export function decide(
  access: Decide | undefined,
  caller: Caller | null,
  operation: Operation,
  isWithin: IsWithinLimits = isWithinLimits,
): Decision | Promise<Decision> {
  if (!isWithin(caller, operation)) return notInScope
  return access === undefined ? everythingAllowed : access.decide(caller, operation)
}

/** Without a promise where the decision comes without one. Throws AppError `unauthenticated` or `forbidden`. */
export function authorize(
  access: Decide | undefined,
  caller: Caller | null,
  operation: Operation,
  isWithin?: IsWithinLimits,
): Allowed | Promise<Allowed> {
  const decision = decide(access, caller, operation, isWithin)
  return decision instanceof Promise ? decision.then(refuseDenied) : refuseDenied(decision)
}

/** Throws AppError `unauthenticated` or `forbidden` for a denial. */
export function refuseDenied(decision: Decision): Allowed {
  if (decision.allowed) return decision
  const { reason, message, challenges = [] } = decision
  const options = challenges.length > 0 ? { challenges } : {}
  throw new AppError(reason, reason, message, options)
}

/** The Access's explanation, with the decision that is final; left out when nobody can explain. */
export function explainWith(
  access: Access | undefined,
  isWithin: IsWithinLimits,
  asDecided: (operation: Operation) => Operation,
): Access['explain'] {
  if (access?.explain === undefined) return undefined
  return async (caller, given) => {
    const operation = asDecided(given)
    const explanation = await access.explain?.(caller, operation)
    if (!explanation) return null
    const decision = await decide(access, caller, operation, isWithin)
    return { ...explanation, decision: JSON.parse(JSON.stringify(decision)) }
  }
}
