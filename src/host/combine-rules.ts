/** Makes one of what several plug-ins say of writes. */
import type { EngineParts } from '../engine/engine-parts.ts'
import type { StartedPlugin, WriteListener, WriteRule } from '../plugin.ts'

export interface Rules extends Required<Pick<EngineParts, 'rules' | 'listeners'>> {
  /** From now on, for the writes of the plug-ins that start later too. */
  readonly add: (plugin: StartedPlugin) => void
}

/** Which types have rules is known without asking, so that the others need no transaction. */
export function createRules(): Rules {
  const rules = new Map<string, WriteRule[]>()
  const listeners: WriteListener[] = []
  return {
    ...{ rules, listeners },
    add(plugin) {
      for (const [type, rule] of Object.entries(plugin.rules ?? {})) {
        rules.set(type, [...(rules.get(type) ?? []), rule])
      }
      if (plugin.onWritten !== undefined) listeners.push(plugin.onWritten)
    },
  }
}
