/** The measurements of rounds as a report. */
import { type ThreadKind, threadKinds } from '../cpu-time.ts'
import type { Measurement } from '../measure.ts'
import type { Measured } from '../run-rounds.ts'
import type { Column, Report, Row } from './report.ts'
import { type Spread, toSpread } from './spread.ts'

const threadTitles: Readonly<Record<ThreadKind, string>> = {
  main: 'its main thread',
  jit: 'its JIT',
  collector: 'its collector',
  other: 'its other threads',
}

const columns: readonly Column[] = [
  { key: 'server', title: 'server, CPU µs', isCompared: true },
  ...threadKinds.map((kind) => ({ key: kind, title: threadTitles[kind] })),
  { key: 'database', title: 'PostgreSQL, CPU µs', isCompared: true },
  { key: 'perSecond', title: 'a second' },
  { key: 'toBare', title: 'to bare floor', digits: 2 },
  { key: 'toEqual', title: 'to equal floor', digits: 2, isCompared: true },
  { key: 'aim', title: 'aim' },
  { key: 'warmUps', title: 'warm-ups' },
]

export function toRoundsReport(title: string, measured: readonly Measured[]): Report {
  const byName = new Map(measured.map((one) => [one.scenario.name, one]))
  const rows = measured.map((one): Row => {
    const { scenario, rounds, warmUps, isWarm } = one
    const [bare, equal] = [scenario.bare, scenario.equal].map((name) => ratios(one, byName.get(name ?? '')))
    const spread = (of: (round: Measurement) => number | undefined) =>
      optional(rounds.flatMap((round) => of(round) ?? []))
    const server = toSpread(rounds.map(({ serverUs }) => serverUs))
    return {
      name: scenario.name,
      figures: defined({
        server,
        ...Object.fromEntries(threadKinds.map((kind) => [kind, spread(({ threads }) => threads[kind])])),
        database: spread(({ databaseUs }) => databaseUs),
        perSecond: spread(({ perSecond }) => perSecond),
        ...{ toBare: bare, toEqual: equal },
      }),
      words: {
        aim: [aimOf(scenario.aim, equal, ''), aimOf(scenario.aimUs, server, ' µs')]
          .filter((text) => text !== '')
          .join('; '),
        warmUps: isWarm ? `${warmUps}` : `${warmUps}, no agreement`,
      },
    }
  })
  return { title, columns, rows }
}

/** Of the same round: whatever else the machine did then, it did to both. */
function ratios({ rounds }: Measured, floor: Measured | undefined): Spread | undefined {
  if (floor === undefined) return undefined
  return toSpread(rounds.map(({ serverUs }, at) => serverUs / (floor.rounds[at]?.serverUs ?? Number.NaN)))
}

function optional(values: readonly number[]): Spread | undefined {
  return values.length === 0 ? undefined : toSpread(values)
}

function defined<T>(values: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined),
  )
}

function aimOf(aim: number | undefined, found: Spread | undefined, unit: string): string {
  if (aim === undefined || found === undefined) return ''
  return `≤ ${aim}${unit}: ${found.median <= aim ? 'met' : 'missed'}`
}
