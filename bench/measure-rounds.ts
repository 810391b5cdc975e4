/** Scenarios on the servers that they name, in rounds as the command line wants them. */
import type { OptionText, Running, Words } from './command-line.ts'
import { startLoadGenerator } from './load-generator.ts'
import { measure } from './measure.ts'
import type { PostgresServer } from './postgres-server.ts'
import { type Measured, runRounds } from './run-rounds.ts'
import { choose } from './scenarios/choose.ts'
import type { Scenario } from './scenarios/scenario.ts'
import type { ServerProcess } from './server-process.ts'

export type Servers = Readonly<Record<string, ServerProcess>>

export const roundsOptions = {
  quick: { text: 'one short round: whether it works, not how fast it is' },
  rounds: { value: '<n>', text: 'default 7' },
  'warm-ups': {
    value: '<n>',
    text: 'rounds before those, until two agree within 5 %, at most so many; default 12',
  },
  concurrency: { value: '<n>', text: 'requests under way at once, default 8' },
  only: { value: '<text>', text: 'only scenarios with this text in their name, and their floors' },
} as const satisfies Record<string, OptionText>

export interface RoundsParts {
  readonly servers: Servers
  readonly scenarios: readonly Scenario[]
  readonly database: PostgresServer
}

const quickShare = 0.04

export async function measureRounds(
  { servers, scenarios, database }: RoundsParts,
  words: Words,
  running: Running,
): Promise<readonly Measured[]> {
  const load = startLoadGenerator()
  running.onStop(load.stop)
  const isQuick = words.has('quick')
  return await runRounds(choose(scenarios, words.text('only')), {
    rounds: words.count('rounds', isQuick ? 1 : 7),
    warmUps: words.count('warm-ups', isQuick ? 1 : 12),
    async measure(scenario) {
      const server = servers[scenario.server]
      if (server === undefined) throw new Error(`There is no server ${scenario.server}`)
      server.tidyLog()
      const count = Math.max(1, Math.round(scenario.count * (isQuick ? quickShare : 1)))
      const parts = { load, serverPid: server.pid, databasePid: database.pid }
      const concurrency = scenario.concurrency ?? words.count('concurrency', 8)
      return await measure(scenario, { ...parts, count, concurrency })
    },
  })
}
