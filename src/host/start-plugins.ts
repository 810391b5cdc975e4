/** Starts the plug-ins in their order, stops them in the opposite one, and makes one of what several of them say. */
import type { EngineParts } from '../engine/engine-parts.ts'
import type { Access, Decision } from '../engine/ports/access.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Log } from '../kernel/log.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../plugin.ts'

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

/** Undefined when no plug-in decides: everything is allowed then. With several, all have to allow. */
export function combineAccess(started: readonly StartedPlugin[]): Access | undefined {
  const all = started.flatMap(({ access }) => access ?? [])
  if (all.length < 2) return all[0]
  const decide = async (...asked: Parameters<Access['decide']>): Promise<Decision> => {
    for (const access of all) {
      const decision = await access.decide(...asked)
      if (!decision.allowed) return decision
    }
    return { allowed: true }
  }
  const explainers = all.filter((access) => access.explain !== undefined)
  return explainers.length === 0 ? { decide } : { decide, explain: explainWith(explainers, decide) }
}

/** The first that tells the caller anything, with the decision that all of them come to. */
function explainWith(explainers: readonly Access[], decide: Access['decide']): Access['explain'] {
  return async (caller, operation) => {
    for (const access of explainers) {
      const explanation = await access.explain?.(caller, operation)
      if (explanation)
        return { ...explanation, decision: { ...(await decide(caller, operation)) } as JsonObject }
    }
    return null
  }
}

export function combineRules(
  started: readonly StartedPlugin[],
): Pick<EngineParts, 'checkWrite' | 'onWritten'> {
  const checks = started.flatMap(({ checkWrite }) => checkWrite ?? [])
  const listeners = started.flatMap(({ onWritten }) => onWritten ?? [])
  return {
    async checkWrite(type, resource) {
      return (await Promise.all(checks.map((check) => check(type, resource)))).flat()
    },
    async onWritten(written) {
      for (const listener of listeners) await listener(written)
    },
  }
}
