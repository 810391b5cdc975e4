/** The words of the command line. */
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Not the scenarios, but millions of statements through the pool. */
  readonly isSoak: boolean
  /** Not the scenarios, but what others wait while some do their worst. */
  readonly isHostile: boolean
  /** Of the soak. */
  readonly statements: number
  readonly rounds: number
  readonly warmUps: number
  readonly concurrency: number
  /** Of the usual number of requests. */
  readonly share: number
  /** Only scenarios whose name has this in it, and their floors. */
  readonly only: string | undefined
  /** Folder for a CPU profile of the product, which makes it slower. */
  readonly profile: string | undefined
  /** Another checkout whose server is measured in the same rounds. */
  readonly beside: string | undefined
}

export const usage = `Usage: bun bench/run.ts [soak | hostile] [options]

  soak                whether a statement costs as much after millions of them; exit code 1 when it does not
  hostile             what others wait while eight connections do their worst; on the embedded database, or on that
                      of BENCH_DATABASE_URL
  --statements <n>    of the soak, in thousands, default 2000
  --quick             one short round: whether it works, not how fast it is
  --rounds <n>        default 7
  --warm-ups <n>      rounds before those, which do not count, default 4
  --concurrency <n>   requests under way at once, default 8; statements of the soak, default 32
  --only <text>       only scenarios with this text in their name, and their floors
  --beside <folder>   also measure the server of another checkout (with its packages) in the same rounds
  --profile <folder>  also write a CPU profile of the product there; its figures are too high then

BENCH_DATABASE_URL: PostgreSQL to use, of a user who may create databases. Without it, one is started and thrown away.
BENCH_POSTGRES_BIN: where its programs are, default /usr/lib/postgresql/15/bin.`

/** Undefined: the usage was asked for. Throws Error for options that are not understood. */
export function parseOptions(words: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      'warm-ups': { type: 'string' },
      concurrency: { type: 'string' },
      statements: { type: 'string', default: '2000' },
      only: { type: 'string' },
      profile: { type: 'string' },
      beside: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  const isSoak = positionals[0] === 'soak'
  const isHostile = positionals[0] === 'hostile'
  if (positionals.length > (isSoak || isHostile ? 1 : 0))
    throw new Error(`What is meant by ${positionals.join(' ')}?`)
  return {
    isSoak,
    isHostile,
    statements: parseCount('statements', values.statements) * 1000,
    rounds: parseCount('rounds', values.rounds ?? (values.quick ? '1' : '7')),
    warmUps: parseCount('warm-ups', values['warm-ups'] ?? (values.quick ? '1' : '4')),
    concurrency: parseCount('concurrency', values.concurrency ?? (isSoak ? '32' : '8')),
    share: values.quick ? 0.04 : 1,
    only: values.only,
    profile: values.profile,
    beside: values.beside,
  }
}

function parseCount(name: string, text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`--${name} must be a whole number from 1 to 99999`)
  return Number(text)
}
