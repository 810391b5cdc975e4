/** The one answer to whether a caller may do something: the limits of its credential first, then what the access says. */
import { AppError } from '../kernel/errors.ts'
import { type IsWithinLimits, isWithinLimits } from './limits.ts'
import type { Access, Allowed, Caller, Decision, Denied, Operation } from './ports/access.ts'
import { allOf } from './ports/condition.ts'

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

/** What both allow: the rows of both, and everything hidden and kept that either hides or keeps. */
export function narrow(one: Allowed, other: Allowed): Allowed {
  const rows =
    one.rows !== undefined && other.rows !== undefined
      ? allOf(one.rows, other.rows)
      : (one.rows ?? other.rows)
  const hide = union(one.hide, other.hide)
  const readonly = union(one.readonly, other.readonly)
  const parameters = union(one.parameters, other.parameters)
  return {
    allowed: true,
    ...(rows !== undefined && { rows }),
    ...(hide !== undefined && { hide }),
    ...(readonly !== undefined && { readonly }),
    ...(parameters !== undefined && { parameters }),
  }
}

type Names = readonly string[] | undefined

function union(one: Names, other: Names): Names {
  return one !== undefined && other !== undefined ? [...new Set([...one, ...other])] : (one ?? other)
}

/** The Access's explanation, with the decision that is final; left out when nobody can explain. */
export function explainWith(access: Access | undefined, isWithin: IsWithinLimits): Access['explain'] {
  if (access?.explain === undefined) return undefined
  return async (caller, operation) => {
    const explanation = await access.explain?.(caller, operation)
    if (!explanation) return null
    const decision = await decide(access, caller, operation, isWithin)
    return { ...explanation, decision: JSON.parse(JSON.stringify(decision)) }
  }
}
