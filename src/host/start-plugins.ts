/** Starts the plug-ins in their order and stops them in the opposite one. */

import { type OwnerSettings, valuesOf } from '../config/setting.ts'
import type { Log } from '../kernel/log.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../plugin.ts'
import type { Rules } from './combine-rules.ts'
import { PluginError } from './plugin-error.ts'

/** What is lent to every plug-in; its settings are added for each. */
export type SharedHost = Omit<PluginHost, 'settings'>

export interface StartParts {
  readonly config: OwnerSettings
  readonly shared: SharedHost
  /** Each is added as soon as it has started: when one does not, those before it are to be stopped. */
  readonly started: StartedPlugin[]
  readonly rules: Pick<Rules, 'add'>
}

/** Throws what a plug-in throws that does not start. */
export async function startPlugins(
  plugins: readonly Plugin[],
  { config, shared, started, rules }: StartParts,
): Promise<void> {
  for (const plugin of plugins) {
    const one = await plugin.start({ ...shared, settings: valuesOf(config, plugin) })
    started.push(one)
    rules.add(one)
  }
  const administrators = started.flatMap((one) => one.administrators ?? [])
  for (const { admit } of started) await admit?.(administrators)
}

/** Never throws: the others and the store have to be closed too. */
export async function stopPlugins(started: readonly StartedPlugin[], log: Log): Promise<void> {
  for (const plugin of started.toReversed()) {
    try {
      await plugin.stop?.()
    } catch (error) {
      log.error('a plug-in did not stop', { error })
    }
  }
}

/** Names tell them apart in settings and messages. Throws PluginError. */
export function checkNames(plugins: readonly Plugin[]): void {
  const names = plugins.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new PluginError(`There are two plug-ins with the name ${twice}.`)
}
