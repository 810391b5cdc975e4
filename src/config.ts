/** The server's configuration, read once from an environment that is handed in. The settings are in config/settings.ts. */
import type { Setting } from './config/setting.ts'
import { settings } from './config/settings.ts'

export { settingsHelp, settingsTable } from './config/settings-table.ts'

type ValueOf<S> = S extends Setting<infer Value> ? Value : never

export type Config = { readonly [Key in keyof typeof settings]: ValueOf<(typeof settings)[Key]> }

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

/** Throws ConfigError with all the problems. An empty variable counts as unset, but not where a secret was meant. */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  const values = Object.entries(settings).map(([key, definition]) => [
    key,
    readSetting(definition as Setting<unknown>, env, problems),
  ])
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.fromEntries(values) as Config
}

/** The public URL of a server that listens on `port`, without a slash at its end. */
export function publicUrl(config: Config, port: number = config.port): string {
  return config.baseUrl ?? `http://localhost:${port}`
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
