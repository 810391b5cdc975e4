/** The measurements as a Markdown table: medians of the rounds, with the smallest and the largest. */
import type { Measurement } from './measure.ts'
import type { Scenario } from './scenarios.ts'

/** `measured`: by name of the scenario, one for each round, in the order of the rounds. */
export function toTable(
  scenarios: readonly Scenario[],
  measured: ReadonlyMap<string, readonly Measurement[]>,
): string {
  const rows = scenarios.map((scenario) => {
    const rounds = measured.get(scenario.name) ?? []
    const floor = scenario.floor === undefined ? undefined : measured.get(scenario.floor)
    // Of the same round: whatever else the machine did then, it did to both.
    const ratios =
      floor && rounds.map((round, index) => round.serverUs / (floor[index]?.serverUs ?? Number.NaN))
    const database = rounds.flatMap(({ databaseUs }) => databaseUs ?? [])
    const server = rounds.map(({ serverUs }) => serverUs)
    return [
      scenario.name,
      spread(server, 0),
      database.length === 0 ? '–' : spread(database, 0),
      spread(
        rounds.map(({ perSecond }) => perSecond),
        0,
      ),
      ratios === undefined ? '' : spread(ratios, 2),
      aimOf(scenario, median(ratios ?? server)),
    ]
  })
  const head = ['scenario', 'server, CPU µs', 'PostgreSQL, CPU µs', 'a second', 'server to floor', 'aim']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function aimOf({ aim, floor }: Scenario, value: number): string {
  if (aim === undefined) return ''
  return `≤ ${floor === undefined ? `${aim} µs` : aim}: ${value <= aim ? 'met' : 'missed'}`
}

/** `median (minimum–maximum)` */
function spread(values: readonly number[], digits: number): string {
  const [smallest, largest] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(digits)} (${smallest.toFixed(digits)}–${largest.toFixed(digits)})`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
