/** Searches as a report: how long they took at each size, and whether that grew. */
import type { Measurement } from '../measure.ts'
import type { Column, Report, Row } from '../report/report.ts'
import { quantile, toSpread } from '../report/spread.ts'
import type { SearchKind } from './kinds.ts'

export interface SearchCell {
  readonly rounds: readonly Measurement[]
  /** Why it was not measured, or not to the end. */
  readonly refusal?: string
}

export interface SearchResult {
  readonly kind: SearchKind
  /** One for each size, from the smallest. */
  readonly cells: readonly SearchCell[]
}

/** p50 of the most rows to that of the fewest, each of its quietest round: what else the machine does only adds. */
const growthLimit = 1.5
const totalLimitMs = 150

/** `sizes`: their names, from the smallest. */
export function toSearchReport(
  results: readonly SearchResult[],
  sizes: readonly string[],
): { readonly report: Report; readonly isMet: boolean } {
  const judged = results.map((result) => ({ ...result, ...judge(result) }))
  const rows = judged.map(({ kind, cells, verdict, growth }): Row => {
    const figures = cells.map(({ rounds, refusal }, at) =>
      refusal === undefined ? figuresOf(rounds, sizes[at] ?? '') : {},
    )
    const refusals = cells.map(({ refusal }, at) => [`p50 ${sizes[at]}`, refusal ?? ''])
    return {
      name: kind.name,
      figures: Object.assign({}, ...figures, growth === undefined ? {} : { growth }),
      words: { ...Object.fromEntries(refusals), verdict },
    }
  })
  const columns: Column[] = [
    ...sizes.map((size) => ({ key: `p50 ${size}`, title: `p50, ms, ${size}`, digits: 2, isCompared: true })),
    ...sizes.slice(-1).map((size) => ({ key: `p95 ${size}`, title: `p95, ms, ${size}`, digits: 2 })),
    ...sizes.map((size) => ({
      ...{ key: `database ${size}`, title: `PostgreSQL, CPU ms, ${size}`, digits: 2 },
      isCompared: size === sizes.at(-1),
    })),
    ...sizes
      .slice(-1)
      .map((size) => ({ key: `server ${size}`, title: `server, CPU ms, ${size}`, digits: 2 })),
    { key: 'growth', title: 'grown', digits: 2 },
    { key: 'verdict', title: 'aim' },
  ]
  return { report: { title: 'searches', columns, rows }, isMet: judged.every(({ isMet }) => isMet) }
}

/** p50 with the smallest and the largest of the rounds. */
function figuresOf(rounds: readonly Measurement[], size: string): Row['figures'] {
  const databaseMs = rounds.flatMap(({ databaseUs }) => (databaseUs === undefined ? [] : [databaseUs / 1000]))
  return {
    [`p50 ${size}`]: toSpread(rounds.map(({ unitMs }) => quantile(unitMs, 0.5))),
    [`p95 ${size}`]: quantile(
      rounds.flatMap(({ unitMs }) => unitMs),
      0.95,
    ),
    ...(databaseMs.length > 0 && { [`database ${size}`]: quantile(databaseMs, 0.5) }),
    [`server ${size}`]: quantile(
      rounds.map(({ serverUs }) => serverUs / 1000),
      0.5,
    ),
  }
}

function judge(result: SearchResult): { verdict: string; isMet: boolean; growth?: number } {
  const { kind, cells } = result
  const refusals = cells.flatMap(({ refusal }) => refusal ?? [])
  if (refusals.some((refusal) => refusal.startsWith('finds')))
    return { verdict: 'wrong: missed', isMet: false }
  if (refusals.length === cells.length) return { verdict: 'not served', isMet: true }
  if (refusals.length > 0) {
    const isMet = kind.mayBeRefused === true
    return { verdict: isMet ? 'may be refused' : 'refused where there are more rows: missed', isMet }
  }
  const quietestMs = cells.map(({ rounds }) => Math.min(...rounds.map(({ unitMs }) => quantile(unitMs, 0.5))))
  const growth = cells.length > 1 ? (quietestMs.at(-1) ?? 0) / (quietestMs[0] ?? Number.NaN) : undefined
  const aims = listAims(result, growth, quietestMs.at(-1) ?? Number.NaN)
  const verdict = aims.map(({ text, isMet }) => `${text}: ${isMet ? 'met' : 'missed'}`).join('; ')
  return { verdict, isMet: aims.every(({ isMet }) => isMet), growth }
}

interface Aim {
  readonly text: string
  readonly isMet: boolean
}

/** `growth`: undefined where there is but one number of rows. */
function listAims({ kind, cells }: SearchResult, growth: number | undefined, lastMs: number): readonly Aim[] {
  const aims: Aim[] = []
  if (kind.isTotal) aims.push({ text: `≤ ${totalLimitMs} ms`, isMet: lastMs <= totalLimitMs })
  else if (growth !== undefined) aims.push({ text: `grown ≤ ${growthLimit}`, isMet: growth <= growthLimit })
  const costs = cells.map(({ rounds }) => rounds.flatMap(({ databaseUs }) => databaseUs ?? []))
  if (kind.databaseMs !== undefined && costs.every((some) => some.length > 0)) {
    const databaseMs = Math.max(...costs.map((some) => quantile(some, 0.5) / 1000))
    aims.push({ text: `PostgreSQL ≤ ${kind.databaseMs} ms`, isMet: databaseMs <= kind.databaseMs })
  }
  return aims
}
