/** The server's configuration, read once from an environment that is handed in. The settings are in config/settings.ts. */
import type {
  ReadOwner,
  Setting,
  Settings,
  SettingsOwner,
  ValuesOf,
  ValuesOfOwners,
} from './config/setting.ts'
import { settings } from './config/settings.ts'
import { listSettings } from './config/settings-table.ts'

export * from './config/parse-values.ts'
export { type Setting, type Settings, type SettingsOwner, setting, type ValuesOf } from './config/setting.ts'
export { settingsHelp, settingsTable } from './config/settings-table.ts'

export interface Config extends ValuesOf<typeof settings> {
  /** Values of the settings that others declared, by the owner's name. */
  readonly ofOwner: ValuesOfOwners
  /** Reads those of an owner that `readConfig` was not told of. @throws ConfigError */
  readonly readOwner: ReadOwner
  /** Any variable of the environment, for files of the operator that name some. */
  readonly findVariable: (name: string) => string | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** All problems of a configuration in one message, a line each. Never contains the value of a secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The configuration is wrong:', ...problems.map((problem) => `  ${problem}`)].join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export interface ReadOptions {
  /** Looks whether paths that settings name are there; default: that is found out when they are read. */
  readonly kindOfPath?: (path: string) => 'file' | 'folder' | null
}

/**
 * `owners`: plug-ins and whoever else declares settings.
 * @throws ConfigError with all the problems. An empty variable counts as unset, but not where a secret was meant.
 */
export function readConfig(
  env: Environment,
  owners: readonly SettingsOwner[] = [],
  { kindOfPath }: ReadOptions = {},
): Config {
  const problems: string[] = findClashes(owners)
  const own = readSettings(settings, env, problems)
  if (kindOfPath !== undefined) problems.push(...findMissingPaths(owners, env, kindOfPath))
  const ofOwner = Object.fromEntries(
    owners.map((owner) => [owner.name, readSettings(owner.settings ?? {}, env, problems)]),
  )
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    ...{ ...own, ofOwner },
    readOwner: (owner) => readOwner(env, owner),
    findVariable: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
  }
}

function findMissingPaths(
  owners: readonly SettingsOwner[],
  env: Environment,
  kindOfPath: NonNullable<ReadOptions['kindOfPath']>,
): string[] {
  return listSettings(owners).flatMap(({ name, mustBe }) => {
    const path = env[name]?.trim()
    if (mustBe === undefined || path === undefined || path === '') return []
    const kind = kindOfPath(path)
    if (kind === 'folder' || (kind === 'file' && mustBe === 'file-or-folder')) return []
    return [`${name} is ${path}, but there is no such ${mustBe === 'folder' ? 'folder' : 'file or folder'}.`]
  })
}

function readOwner(env: Environment, owner: SettingsOwner): Readonly<Record<string, unknown>> {
  const problems = findClashes([owner])
  const values = readSettings(owner.settings ?? {}, env, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  return values
}

/** What is read before the plug-ins are known, because it says which ones there are. `readConfig` complains of bad values. */
export function readPluginSettings(env: Environment): Pick<Config, 'plugins' | 'builtInPlugins'> {
  const { plugins, builtInPlugins } = settings
  const problems: string[] = []
  const values = readSettings({ plugins, builtInPlugins }, env, problems)
  return problems.length === 0
    ? values
    : { plugins: plugins.fallback, builtInPlugins: builtInPlugins.fallback }
}

/** The public URL of a server that listens on `port`, without a slash at its end. */
export function publicUrl(config: Config, port: number = config.port): string {
  return config.baseUrl ?? `http://localhost:${port}`
}

function readSettings<S extends Settings>(some: S, env: Environment, problems: string[]): ValuesOf<S> {
  const values = Object.entries(some).map(([key, definition]) => [
    key,
    readSetting(definition, env, problems),
  ])
  return Object.fromEntries(values)
}

/** Two meanings of one variable would be two mistakes in one. Sharing a declaration is allowed. */
function findClashes(owners: readonly SettingsOwner[]): string[] {
  const known = new Map<string, { readonly owner: string; readonly definition: Setting<unknown> }>()
  const problems: string[] = []
  for (const { name: owner, settings: some = {} } of [{ name: 'the server', settings }, ...owners]) {
    for (const definition of Object.values<Setting<unknown>>(some)) {
      const other = known.get(definition.name)
      if (other === undefined) known.set(definition.name, { owner, definition })
      else if (other.definition !== definition)
        problems.push(`${definition.name} is declared by ${other.owner} and by ${owner}, with two meanings.`)
    }
  }
  return problems
}

function readSetting(definition: Setting<unknown>, env: Environment, problems: string[]): unknown {
  const text = env[definition.name]
  if (text === undefined || (text === '' && !definition.isSecret)) return definition.fallback
  const value = definition.parse(definition.isSecret ? text : text.trim())
  if (value !== undefined) return value
  const shown = definition.isSecret ? (text === '' ? 'empty' : 'set to something else') : JSON.stringify(text)
  problems.push(`${definition.name} is ${shown}, but must be ${definition.allowed.replaceAll('`', '')}.`)
  return undefined
}
