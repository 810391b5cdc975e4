/** Starts the plug-ins in their order, stops them in the opposite one, and makes one of what several of them say. */
import { narrow } from '../engine/authorize.ts'
import type { EngineParts } from '../engine/engine-parts.ts'
import type { Access, Allowed, Decision } from '../engine/ports/access.ts'
import type { Log } from '../kernel/log.ts'
import type { Plugin, PluginHost, StartedPlugin, WriteRule } from '../plugin.ts'

/** When one does not start, those before it are stopped and its error is thrown. */
export async function startPlugins(
  plugins: readonly Plugin[],
  host: PluginHost,
): Promise<readonly StartedPlugin[]> {
  const started: StartedPlugin[] = []
  try {
    for (const plugin of plugins) started.push(await plugin.start(host))
  } catch (error) {
    await stopPlugins(started, host.log)
    throw error
  }
  return started
}

/** Never throws: the others and the store have to be closed too. */
export async function stopPlugins(started: readonly StartedPlugin[], log: Log): Promise<void> {
  for (const plugin of started.toReversed()) {
    await plugin.stop().catch((error: unknown) => log.error('a plug-in did not stop', { error }))
  }
}

/** Undefined when no plug-in decides: everything is allowed then. With several, all have to allow, and each may narrow. */
export function combineAccess(started: readonly StartedPlugin[]): Access | undefined {
  const all = started.flatMap(({ access }) => access ?? [])
  if (all.length < 2) return all[0]
  const decide = async (...asked: Parameters<Access['decide']>): Promise<Decision> => {
    let allowed: Allowed = { allowed: true }
    for (const access of all) {
      const decision = await access.decide(...asked)
      if (!decision.allowed) return decision
      allowed = narrow(allowed, decision)
    }
    return allowed
  }
  const explainers = all.filter((access) => access.explain !== undefined)
  return explainers.length === 0 ? { decide } : { decide, explain: explainWithFirst(explainers) }
}

/** The first that tells the caller anything; the engine adds the decision that all of them come to. */
function explainWithFirst(explainers: readonly Access[]): Access['explain'] {
  return async (caller, operation) => {
    for (const access of explainers) {
      const explanation = await access.explain?.(caller, operation)
      if (explanation) return explanation
    }
    return null
  }
}

/** Which types have rules is known without asking, so that the others need no transaction. */
export function combineRules(
  started: readonly StartedPlugin[],
): Required<Pick<EngineParts, 'rules' | 'listeners'>> {
  const rules = new Map<string, WriteRule[]>()
  for (const plugin of started) {
    for (const [type, rule] of Object.entries(plugin.rules ?? {})) {
      rules.set(type, [...(rules.get(type) ?? []), rule])
    }
  }
  return { rules, listeners: started.flatMap(({ onWritten }) => onWritten ?? []) }
}
