/** The plug-ins of a server: built-in ones by name (BUILT_IN_PLUGINS), then modules by path (PLUGINS). */
import { messageOf } from '../kernel/errors.ts'
import type { Plugin } from '../plugin.ts'
import { PluginError } from './start-plugins.ts'

export interface WantedPlugins {
  readonly builtInPlugins: readonly string[]
  /** Paths of modules. */
  readonly plugins: readonly string[]
}

export interface PluginSources {
  readonly builtIn: Readonly<Record<string, () => Plugin>>
  readonly importModule: (path: string) => Promise<Readonly<Record<string, unknown>>>
}

/** Throws PluginError with the path and what is wrong with it. */
export async function choosePlugins(
  wanted: WantedPlugins,
  sources: PluginSources,
): Promise<readonly Plugin[]> {
  const chosen = wanted.builtInPlugins.map((name) => findBuiltIn(name, sources))
  for (const path of wanted.plugins) chosen.push(await loadPlugin(path, sources))
  return chosen
}

function findBuiltIn(name: string, { builtIn }: PluginSources): Plugin {
  const make = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined
  if (make !== undefined) return make()
  const known = Object.keys(builtIn).join(', ')
  throw new PluginError(`BUILT_IN_PLUGINS: there is no built-in plug-in ${name}; there are ${known}.`)
}

async function loadPlugin(path: string, { importModule }: PluginSources): Promise<Plugin> {
  const refuse = (why: string, cause?: unknown) => new PluginError(`PLUGINS: ${path}: ${why}`, { cause })
  let found: unknown
  try {
    found = (await importModule(path)).default
    if (typeof found === 'function') found = await found()
  } catch (error) {
    throw refuse(messageOf(error), error)
  }
  if (isPlugin(found)) return found
  throw refuse('its default export must be a plug-in, or a function that returns one')
}

function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false
  const { name, start } = value as Partial<Plugin>
  return typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name) && typeof start === 'function'
}
