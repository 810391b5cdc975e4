/** What `firekeep config` shows: every setting with the value that holds and where it comes from. Secrets are masked. */
import type { Setting, SettingsOwner } from './setting.ts'
import { listSettings } from './settings-table.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Lines in columns: name, value, origin. */
export function settingsInForce(env: Environment, owners: readonly SettingsOwner[]): string {
  const rows = listSettings(owners).map((one) => toRow(one, env[one.name]))
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      ([name, value, origin]) => `${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}`,
    )
    .join('\n')
}

type Row = readonly [name: string, value: string, origin: string]

function toRow(setting: Setting<unknown>, text: string | undefined): Row {
  const { name, isSecret = false, fallbackText } = setting
  if (text === undefined || (text === '' && !isSecret)) return [name, plain(fallbackText), 'default']
  const isWrong = setting.parse(isSecret ? text : text.trim()) === undefined
  const origin = isWrong ? `environment, wrong: must be ${plain(setting.allowed)}` : 'environment'
  return [name, isSecret ? '(set, not shown)' : shorten(text.trim()), origin]
}

function plain(words: string): string {
  return words.replaceAll('`', '')
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}
