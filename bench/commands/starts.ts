/** How long starts take and how much memory a server has when it is ready, on both runtimes and both databases. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from '../command-line.ts'
import { readThreads, residentMb, secondsBetween, threadKinds } from '../cpu-time.ts'
import { openPostgresServer } from '../postgres-server.ts'
import { type RuntimeName, runtimeNames, startProduct } from '../product.ts'
import type { Column, Row } from '../report/report.ts'
import { type Spread, toSpread } from '../report/spread.ts'

interface Pair {
  readonly runtime: RuntimeName
  readonly database: 'PGlite' | 'PostgreSQL'
  /** Seconds, and megabytes: at most. */
  readonly aims: { readonly first?: number; readonly later?: number; readonly memory?: number }
}

const pairs: readonly Pair[] = [
  { runtime: 'bun', database: 'PGlite', aims: { first: 1.5, later: 0.8 } },
  { runtime: 'bun', database: 'PostgreSQL', aims: { memory: 100 } },
  { runtime: 'deno', database: 'PGlite', aims: {} },
  { runtime: 'deno', database: 'PostgreSQL', aims: {} },
]

interface Start {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly memoryMb: number
}

const columns: readonly Column[] = [
  { key: 'seconds', title: 'seconds', digits: 2, isCompared: true },
  { key: 'cpuSeconds', title: 'CPU seconds', digits: 2, isCompared: true },
  { key: 'memoryMb', title: 'resident MB when ready', isCompared: true },
  { key: 'aim', title: 'aim' },
]

export const starts: Command = {
  name: 'starts',
  text: `How long it takes from the start of the process until it answers, and the memory that it has then: the first start into an
empty database, and a later one. On Bun and Deno, on PGlite in a folder and on PostgreSQL, in turns.`,
  options: {
    rounds: { value: '<n>', text: 'default 5' },
    quick: { text: 'one round' },
    only: { value: '<text>', text: 'only pairs with this text in their name, such as Deno or PGlite' },
  },
  async run(words, running) {
    const only = words.text('only')
    const chosen = pairs.filter((pair) => only === undefined || nameOf(pair).includes(only))
    if (chosen.length === 0) throw new Error(`No pair has ${JSON.stringify(only)} in its name`)
    const server = await openPostgresServer()
    running.onStop(server.close)
    const all = chosen.map((pair) => ({ pair, first: [] as Start[], later: [] as Start[] }))
    for (let round = 0; round < words.count('rounds', words.has('quick') ? 1 : 5); round++) {
      for (const { pair, first, later } of all) {
        const folder = mkdtempSync(join(tmpdir(), 'firekeep-bench-data-'))
        const database =
          pair.database === 'PGlite'
            ? { dataDir: folder }
            : { databaseUrl: await server.createDatabase('bench_starts') }
        try {
          first.push(await startOnce(pair.runtime, database))
          later.push(await startOnce(pair.runtime, database))
        } finally {
          rmSync(folder, { recursive: true, force: true })
        }
      }
    }
    const rows = all.flatMap(({ pair, first, later }) => [
      toRow(`${nameOf(pair)}, first`, first, { seconds: pair.aims.first }),
      toRow(`${nameOf(pair)}, later`, later, { seconds: pair.aims.later, memory: pair.aims.memory }),
    ])
    return [{ title: 'starts', columns, rows }]
  },
}

function nameOf({ runtime, database }: Pair): string {
  return `${runtimeNames[runtime]}, ${database}`
}

async function startOnce(
  runtime: RuntimeName,
  database: { readonly databaseUrl?: string; readonly dataDir?: string },
): Promise<Start> {
  const server = await startProduct({ runtime, ...database, env: { SCHEMA_DIR: './schemas' } })
  try {
    const spent = secondsBetween(new Map(), readThreads(server.pid))
    return {
      seconds: server.readyMs / 1000,
      cpuSeconds: threadKinds.reduce((sum, kind) => sum + spent[kind], 0),
      memoryMb: residentMb(server.pid),
    }
  } finally {
    await server.stop()
  }
}

function toRow(
  name: string,
  found: readonly Start[],
  aims: { readonly seconds?: number; readonly memory?: number },
): Row {
  const spread = (key: keyof Start) => toSpread(found.map((start) => start[key]))
  const [seconds, memoryMb] = [spread('seconds'), spread('memoryMb')]
  const texts = [toAim(aims.seconds, seconds, 's'), toAim(aims.memory, memoryMb, 'MB')]
  return {
    name,
    figures: { seconds, cpuSeconds: spread('cpuSeconds'), memoryMb },
    words: { aim: texts.filter((text) => text !== undefined).join('; ') },
  }
}

function toAim(aim: number | undefined, { median }: Spread, unit: string): string | undefined {
  return aim === undefined ? undefined : `≤ ${aim} ${unit}: ${median <= aim ? 'met' : 'missed'}`
}
