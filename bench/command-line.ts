/** What the command line can say: a command describes itself once, and its usage and its values follow from that. */
import { parseArgs } from 'node:util'
import type { Report } from './report/report.ts'

export interface OptionText {
  /** What stands behind it, such as `<n>`; absent: it is a switch. */
  readonly value?: string
  readonly text: string
}

export interface Command {
  /** Empty: what runs without a word. */
  readonly name: string
  /** What it measures, in a line or two. */
  readonly text: string
  readonly options: Readonly<Record<string, OptionText>>
  /** Reports have a table each. Rejects when a request failed or had another status than expected. */
  run(words: Words, running: Running): Promise<readonly Report[]>
}

export interface Running {
  /** For what was started: stopped in the opposite order, whatever happens. */
  onStop(stop: () => Promise<void>): void
}

/** Of every command. */
const commonOptions = {
  json: { value: '<file>', text: 'also writes the results there, beside those of other commands' },
  compare: { text: 'says how the results differ from those that are committed in bench/results' },
  against: { value: '<file>', text: 'compares with that file instead' },
  note: { value: '<text>', text: 'is kept with the results: what else the machine did' },
  help: { text: 'says this' },
} as const satisfies Record<string, OptionText>

/** The words behind a command. Throws Error for what is not understood. */
export class Words {
  readonly #values: Readonly<Record<string, string | boolean | undefined>>

  constructor(command: Command, words: readonly string[]) {
    const options = Object.entries({ ...command.options, ...commonOptions }).map(
      ([name, { value }]: [string, OptionText]) =>
        [name, { type: value === undefined ? 'boolean' : 'string' } as const] as const,
    )
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(options),
    })
    if (positionals.length > 0) throw new Error(`What is meant by ${positionals.join(' ')}?`)
    this.#values = values as Record<string, string | boolean | undefined>
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined
  }

  text(name: string): string | undefined {
    const value = this.#values[name]
    return typeof value === 'string' ? value : undefined
  }

  count(name: string, fallback: number): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`--${name} must be a whole number from 1 to 99999`)
    return Number(text)
  }
}

const needs = `BENCH_DATABASE_URL: PostgreSQL to use, of a user who may create databases. Without it, one is started and thrown away.
BENCH_POSTGRES_BIN: where its programs are, default /usr/lib/postgresql/15/bin.`

export function usageOf(command: Command, all: readonly Command[]): string {
  const head = `Usage: npm run bench -- ${command.name === '' ? '[<command>]' : command.name} [options]`
  const others =
    command.name === ''
      ? ['Commands, each with a --help of its own:', ...all.filter(({ name }) => name !== '').map(toLine), '']
      : []
  const options = Object.entries({ ...command.options, ...commonOptions }).map(
    ([name, { value, text }]: [string, OptionText]) =>
      `  ${`--${name}${value === undefined ? '' : ` ${value}`}`.padEnd(22)}${text}`,
  )
  return [head, '', command.text, '', ...others, ...options, '', needs].join('\n')
}

function toLine({ name, text }: Command): string {
  return `  ${name.padEnd(10)}${text.split('\n')[0]}`
}
