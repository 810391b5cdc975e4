/** What callers may do, as all access plug-ins together say. */
import { narrow } from '../engine/narrow.ts'
import type { Access, Allowed, Caller, Operation } from '../engine/ports/access.ts'
import type { StartedPlugin } from '../plugin.ts'
import { PluginError } from './start-plugins.ts'

const everything: Allowed = { allowed: true }

/**
 * With several, all have to allow, and each may narrow.
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
  const [only] = all
  const decide = only !== undefined && all.length === 1 ? only.decide.bind(only) : decideByAll(all)
  const mayAllow = all.some((access) => access.mayAllow !== undefined) ? { mayAllow: mayAllowByAll(all) } : {}
  const explainers = all.filter((access) => access.explain !== undefined)
  return explainers.length === 0
    ? { decide, ...mayAllow }
    : { decide, ...mayAllow, explain: explainWithFirst(explainers) }
}

function decideByAll(all: readonly Access[]): Access['decide'] {
  if (all.length === 0) return () => everything
  return async (caller: Caller | null, operation: Operation) => {
    let allowed = everything
    for (const access of all) {
      const decision = await access.decide(caller, operation)
      if (!decision.allowed) return decision
      allowed = narrow(allowed, decision)
    }
    return allowed
  }
}

/** Those that cannot say without a body do not stand in the way. */
function mayAllowByAll(all: readonly Access[]): NonNullable<Access['mayAllow']> {
  const askFrom = (from: number, ...asked: [Caller | null, Operation]): boolean | Promise<boolean> => {
    for (let index = from; index < all.length; index += 1) {
      const may = all[index]?.mayAllow?.(...asked) ?? true
      if (may === false) return false
      if (may !== true) return may.then((late) => late && askFrom(index + 1, ...asked))
    }
    return true
  }
  return (caller, operation) => askFrom(0, caller, operation)
}

/** The first that tells the caller anything; the engine adds the decision that all of them come to. */
function explainWithFirst(explainers: readonly Access[]): NonNullable<Access['explain']> {
  return async (caller, operation) => {
    for (const access of explainers) {
      const explanation = await access.explain?.(caller, operation)
      if (explanation) return explanation
    }
    return null
  }
}
