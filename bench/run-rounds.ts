/** Interleaved rounds: each scenario once a round, so that whatever else the machine does meets all of them. */
import type { Measurement } from './measure.ts'
import type { Scenario } from './scenarios/scenario.ts'

export interface RoundsOptions {
  readonly rounds: number
  /** Rounds before those, at most. */
  readonly warmUps: number
  readonly measure: (scenario: Scenario) => Promise<Measurement>
}

export interface Measured {
  readonly scenario: Scenario
  /** One for each round, in the order of the rounds. */
  readonly rounds: readonly Measurement[]
  readonly warmUps: number
  /** Whether the last two rounds before those that count agreed. */
  readonly isWarm: boolean
}

/** Two rounds agree when one costs at most so much more than the other: the runtime has compiled what is hot. */
const agreement = 1.05
const leastWarmUps = 2

export async function runRounds(
  scenarios: readonly Scenario[],
  options: RoundsOptions,
): Promise<readonly Measured[]> {
  const all = scenarios.map((scenario) => ({
    scenario,
    before: [] as Measurement[],
    rounds: [] as Measurement[],
  }))
  for (let pass = 0; pass < options.warmUps; pass++) {
    for (const one of all) {
      if (!doAgree(one.before)) one.before.push(await options.measure(one.scenario))
    }
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const one of all) one.rounds.push(await options.measure(one.scenario))
  }
  return all.map(({ scenario, before, rounds }) => ({
    ...{ scenario, rounds, warmUps: before.length, isWarm: doAgree(before) },
  }))
}

function doAgree(rounds: readonly Measurement[]): boolean {
  const [one, other] = rounds.slice(-2).map(({ serverUs }) => serverUs)
  if (rounds.length < leastWarmUps || one === undefined || other === undefined) return false
  return Math.max(one, other) <= Math.min(one, other) * agreement
}
