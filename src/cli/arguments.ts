/** What the command line asks for: a command of one word or more. There are no options: the server is configured by its environment. */

import { listSettings } from '../config/settings-table.ts'
import { type SettingsOwner, settingsHelp, settingsTable } from '../config.ts'
import { suggest } from '../kernel/nearest-name.ts'
import { version } from '../kernel/version.ts'
import { commands } from './commands.ts'

/** `answer`: text to print instead of starting. */
export type Asked =
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'mistake'; readonly text: string }

const usage = `Firekeep ${version}: a FHIR-style resource server with a pluggable auth core.

Usage: npm start             with Node's npm, or bun start, or deno task start
       npm start -- <word>   or npx firekeep <word>, bun src/main.ts <word>

${Object.entries(commands)
  .map(([name, { sentence }]) => `  ${name.padEnd(24)} ${sentence}`)
  .join('\n')}
  --help                   this text
  --version                the version
  --settings               the settings as a Markdown table

It is configured by environment variables:

`

/** `owners`: whose settings are listed beside the server's own. */
export function readArguments(words: readonly string[], owners: readonly SettingsOwner[]): Asked {
  const [word, ...others] = words
  if (word === undefined) return { kind: 'command', name: 'serve' }
  const name = words.join(' ')
  if (Object.hasOwn(commands, name)) return { kind: 'command', name }
  if (others.length === 0) {
    if (word === '--help' || word === '-h')
      return { kind: 'answer', text: `${usage}${settingsHelp(owners)}\n` }
    if (word === '--version' || word === '-v') return { kind: 'answer', text: `${version}\n` }
    if (word === '--settings') return { kind: 'answer', text: `${settingsTable(owners)}\n` }
  }
  return { kind: 'mistake', text: `Unknown argument: ${words.join(' ')}${adviseOn(word, owners)}\n` }
}

const known = [...Object.keys(commands), '--help', '--version', '--settings']

/** Who gives a setting as an option is shown the variable. */
function adviseOn(word: string, owners: readonly SettingsOwner[]): string {
  const setting = word.replace(/^-+/, '').replace(/=.*/, '').replaceAll('-', '_').toUpperCase()
  if (listSettings(owners).some(({ name }) => name === setting))
    return `. Settings are environment variables: ${setting}=… npm start`
  return `${suggest(word, known) || '.'} Try --help.`
}
