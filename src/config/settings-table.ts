/** The settings as documents: the README's table and the text of `--help`. */
import type { Setting, Settings, SettingsOwner } from './setting.ts'
import { settings } from './settings.ts'

/** A Markdown table of all settings: the server's, then those of each owner. */
export function settingsTable(owners: readonly SettingsOwner[] = []): string {
  const rows = listSettings(owners).map(
    ({ name, allowed, fallbackText, sentence }) =>
      `| \`${name}\` | ${allowed} | ${fallbackText} | ${sentence} |`,
  )
  return ['| variable | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Plain text for a terminal of 100 columns or less. */
export function settingsHelp(owners: readonly SettingsOwner[] = []): string {
  return listSettings(owners)
    .map(({ name, allowed, fallbackText, sentence }) =>
      [`  ${name}`, `      ${sentence}`, `      Value: ${allowed}. Default: ${fallbackText}.`].join('\n'),
    )
    .join('\n')
    .replaceAll('`', '')
}

/** Each once, in the order of the documents. */
export function listSettings(owners: readonly SettingsOwner[] = []): readonly Setting<unknown>[] {
  const declared: readonly Settings[] = [settings, ...owners.map((owner) => owner.settings ?? {})]
  return [...new Set(declared.flatMap((some) => Object.values(some)))]
}
