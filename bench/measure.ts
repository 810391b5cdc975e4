/** One measurement: a fixed number of requests, and the CPU time that the processes spent on them. */
import { familySeconds, processSeconds } from './cpu-time.ts'
import type { LoadGenerator } from './load-generator.ts'
import type { Scenario } from './scenarios.ts'

export interface Measurement {
  /** CPU µs of the server's process for each request or flow. */
  readonly serverUs: number
  /** The same of PostgreSQL, all of its processes; undefined when it is not on this machine. */
  readonly databaseUs: number | undefined
  readonly perSecond: number
}

export interface MeasureParts {
  readonly load: LoadGenerator
  readonly serverPid: number
  readonly databasePid: number | undefined
  readonly count: number
  readonly concurrency: number
}

/** What a server does shortly after its last answer belongs to the requests too. */
const settleMs = 100

export async function measure(scenario: Scenario, parts: MeasureParts): Promise<Measurement> {
  const { load, serverPid, databasePid, count, concurrency } = parts
  const databaseSeconds = () => (databasePid === undefined ? undefined : familySeconds(databasePid))
  const before = { server: processSeconds(serverPid), database: databaseSeconds() }
  const seconds = await load.run({ count, concurrency, unit: scenario.unit })
  await Bun.sleep(settleMs)
  const database = databaseSeconds()
  const toUs = (spentSeconds: number) => (spentSeconds * 1e6) / count
  return {
    serverUs: toUs(processSeconds(serverPid) - before.server),
    databaseUs:
      database === undefined || before.database === undefined ? undefined : toUs(database - before.database),
    perSecond: count / seconds,
  }
}
