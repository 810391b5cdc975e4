/** What callers may do, as all access plug-ins together say, within what their credentials are limited to. */
import { isWithinLimits } from '../engine/limits.ts'
import type { Access, Caller, Decision, Operation } from '../engine/ports/access.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { StartedPlugin } from '../plugin.ts'
import { PluginError } from './plugin-error.ts'

const allowed: Decision = { allowed: true }

const notInScope: Decision = {
  allowed: false,
  reason: 'forbidden',
  message: 'The scopes of the token do not cover this',
}

/**
 * With several, all have to allow.
 * @throws PluginError when no plug-in decides, unless everything is allowed on purpose.
 */
export function combineAccess(started: readonly StartedPlugin[], allowsEverything: boolean): Access {
  const all = started.flatMap(({ access }) => access ?? [])
  if (all.length === 0 && !allowsEverything) {
    throw new PluginError(
      'No plug-in decides who may do what, so the server does not start. Add one that has an `access`, such as policies; ' +
        'or set DANGEROUSLY_ALLOW_EVERYTHING=on, and everybody who reaches the server may read and change everything.',
    )
  }
  const decide = withinLimits(all.length === 1 ? decideBy(all[0] as Access) : decideByAll(all))
  const explainers = all.filter((access) => access.explain !== undefined)
  return explainers.length === 0 ? { decide } : { decide, explain: explainWith(explainers, decide) }
}

/** The limits of a credential hold whatever plug-in decides. */
function withinLimits(decide: Access['decide']): Access['decide'] {
  return (caller, operation) => (isWithinLimits(caller, operation) ? decide(caller, operation) : notInScope)
}

function decideBy(access: Access): Access['decide'] {
  return (caller, operation) => access.decide(caller, operation)
}

function decideByAll(all: readonly Access[]): Access['decide'] {
  if (all.length === 0) return () => allowed
  return async (caller: Caller | null, operation: Operation) => {
    for (const access of all) {
      const decision = await access.decide(caller, operation)
      if (!decision.allowed) return decision
    }
    return allowed
  }
}

/** The first that tells the caller anything, with the decision that all of them come to. */
function explainWith(
  explainers: readonly Access[],
  decide: Access['decide'],
): NonNullable<Access['explain']> {
  return async (caller, operation) => {
    for (const access of explainers) {
      const explanation = await access.explain?.(caller, operation)
      if (explanation)
        return { ...explanation, decision: { ...(await decide(caller, operation)) } as JsonObject }
    }
    return null
  }
}
