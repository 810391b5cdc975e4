/** The plug-ins of this server: built-in ones by name (BUILT_IN_PLUGINS), then modules by path (PLUGINS). */
import { builtIn } from '../app.ts'
import { type Environment, readPluginSettings } from '../config.ts'
import { PluginError } from '../host/plugin-error.ts'
import type { Plugin } from '../plugin.ts'
import { importModule } from '../runtime/files.ts'

/** Throws PluginError with the path and what is wrong with it. */
export async function choosePlugins(env: Environment): Promise<readonly Plugin[]> {
  const { builtInPlugins, plugins } = readPluginSettings(env)
  const chosen = builtInPlugins.map(findBuiltIn)
  for (const path of plugins) chosen.push(await loadPlugin(path))
  return chosen
}

function findBuiltIn(name: string): Plugin {
  const make = Object.entries(builtIn).find(([known]) => known === name)?.[1]
  if (make !== undefined) return make()
  const known = Object.keys(builtIn).join(', ')
  throw new PluginError(`BUILT_IN_PLUGINS: there is no built-in plug-in ${name}; there are ${known}.`)
}

async function loadPlugin(path: string): Promise<Plugin> {
  const refuse = (why: string, cause?: unknown) => new PluginError(`PLUGINS: ${path}: ${why}`, { cause })
  let found: unknown
  try {
    found = (await importModule(path)).default
    if (typeof found === 'function') found = await found()
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), error)
  }
  if (isPlugin(found)) return found
  throw refuse('its default export must be a plug-in, or a function that returns one')
}

function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false
  const { name, start } = value as Partial<Plugin>
  return typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name) && typeof start === 'function'
}
