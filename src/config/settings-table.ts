/** The settings as documents: the README's table and the text of `--help`. */
import type { Setting } from './setting.ts'
import { settings } from './settings.ts'

/** A Markdown table of all settings. */
export function settingsTable(): string {
  const rows = all().map(
    ({ name, allowed, fallbackText, sentence }) =>
      `| \`${name}\` | ${allowed} | ${fallbackText} | ${sentence} |`,
  )
  return ['| variable | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Plain text for a terminal of 100 columns or less. */
export function settingsHelp(): string {
  return all()
    .map(({ name, allowed, fallbackText, sentence }) =>
      [`  ${name}`, `      ${sentence}`, `      Value: ${allowed}. Default: ${fallbackText}.`].join('\n'),
    )
    .join('\n')
    .replaceAll('`', '')
}

function all(): readonly Setting<unknown>[] {
  return Object.values(settings) as Setting<unknown>[]
}
