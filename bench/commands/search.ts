/** Whether searches take as long where there are a hundred times as many rows. */
import type { Command, Words } from '../command-line.ts'
import { type LoadGenerator, startLoadGenerator } from '../load-generator.ts'
import { measure } from '../measure.ts'
import { openPostgresServer } from '../postgres-server.ts'
import { findStart, type Start } from '../search/find-start.ts'
import { type SearchKind, searchKinds } from '../search/kinds.ts'
import { type SearchCell, type SearchResult, toSearchReport } from '../search/search-report.ts'
import { openSite, type Site } from '../search/sites.ts'

const sizes: Readonly<Record<string, number>> = {
  '1k': 1_000,
  '10k': 10_000,
  '100k': 100_000,
  '1m': 1_000_000,
}
/** For each kind, size and round: as many as there is time for. */
const searches = 60
const searchesMs = 1_500

/** What is loaded and how it is searched: the fewer full pages are written to the log meanwhile, the sooner it is there. */
const settings = ['max_wal_size=8GB', 'maintenance_work_mem=256MB']

export const search: Command = {
  name: 'search',
  text: `How long kinds of searches take among 10,000, 100,000 and a million patients, one at a time, in interleaved rounds.
The exit code is 1 when p50 grows by more than 1.5 × from the fewest rows to the most, or a total takes more than 150 ms.
A million rows take some minutes to load, and about 10 GB below the temporary folder for the time of the run.`,
  options: {
    rows: { value: '<list>', text: `of ${Object.keys(sizes).join(', ')}; default 10k,100k,1m` },
    quick: { text: 'one short round with 1k rows: whether it works' },
    rounds: { value: '<n>', text: 'default 5' },
    only: { value: '<text>', text: 'only kinds with this text in their name' },
    beside: { value: '<folder>', text: 'that checkout (with its packages) instead of this one' },
    profile: {
      value: '<folder>',
      text: 'also writes CPU profiles of the servers there; their figures are too high then',
    },
  },
  async run(words, running) {
    const names = readSizes(words)
    const only = words.text('only')
    const kinds = searchKinds.filter(({ name }) => only === undefined || name.includes(only))
    if (kinds.length === 0) throw new Error(`No kind of search has ${JSON.stringify(only)} in its name`)
    const database = await openPostgresServer(settings)
    running.onStop(database.close)
    const sites: Site[] = []
    for (const name of names) {
      const startedAt = performance.now()
      const [profile, checkout] = [words.text('profile'), words.text('beside')]
      sites.push(await openSite(database, { count: sizes[name] ?? 0, profile, checkout }, running))
      console.error(`${name} rows are ready after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    }
    const load = startLoadGenerator()
    running.onStop(load.stop)
    const rounds = words.count('rounds', words.has('quick') ? 1 : 5)
    const results = await runKinds(kinds, sites, { load, databasePid: database.pid, rounds })
    const { report, isMet } = toSearchReport(results, names)
    if (!isMet) process.exitCode = 1
    return [report]
  },
}

/** From the fewest rows to the most. */
function readSizes(words: Words): readonly string[] {
  const names = (words.text('rows') ?? (words.has('quick') ? '1k' : '10k,100k,1m')).toLowerCase().split(',')
  const unknown = names.find((name) => sizes[name] === undefined)
  if (unknown !== undefined) throw new Error(`--rows takes ${Object.keys(sizes).join(', ')}, not ${unknown}`)
  return names.toSorted((one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0))
}

interface RunParts {
  readonly load: LoadGenerator
  readonly databasePid: number | undefined
  readonly rounds: number
}

/** One round before those that count: caches fill, statements are prepared. */
async function runKinds(
  kinds: readonly SearchKind[],
  sites: readonly Site[],
  parts: RunParts,
): Promise<readonly SearchResult[]> {
  const all: { kind: SearchKind; cells: { site: Site; start: Start; cell: SearchCell }[] }[] = []
  for (const kind of kinds) {
    const cells = []
    for (const site of sites) {
      const start = await findStart(kind, site)
      cells.push({ site, start, cell: { rounds: [], ...('refusal' in start && { refusal: start.refusal }) } })
    }
    all.push({ kind, cells })
  }
  for (let round = -1; round < parts.rounds; round++) {
    for (const { cells } of all) {
      for (const one of cells) one.cell = await runCell(one, round >= 0, parts)
    }
  }
  return all.map(({ kind, cells }) => ({ kind, cells: cells.map(({ cell }) => cell) }))
}

/** What is refused once is not asked again. */
async function runCell(
  { site, start, cell }: { readonly site: Site; readonly start: Start; readonly cell: SearchCell },
  doesCount: boolean,
  { load, databasePid }: RunParts,
): Promise<SearchCell> {
  if (cell.refusal !== undefined || 'refusal' in start) return cell
  const serverPid = site.server.pid
  try {
    const parts = { load, serverPid, databasePid, count: searches, maxMs: searchesMs, concurrency: 1 }
    const found = await measure(start, parts)
    return doesCount ? { rounds: [...cell.rounds, found] } : cell
  } catch (error) {
    return { rounds: [], refusal: `failed: ${error instanceof Error ? error.message.slice(0, 200) : error}` }
  }
}
