/** One measurement: a fixed number of requests, and the CPU time that threads and processes spent on them. */
import { familySeconds, readThreads, secondsBetween, type ThreadSeconds, threadKinds } from './cpu-time.ts'
import type { LoadGenerator } from './load-generator.ts'
import type { Scenario } from './scenarios/scenario.ts'

/** CPU time in µs for each request or flow. */
export interface Measurement {
  /** Of the server's process, by kind of thread. */
  readonly threads: ThreadSeconds
  /** Of all of its threads. */
  readonly serverUs: number
  /** Of PostgreSQL, all of its processes; undefined when it is not on this machine. */
  readonly databaseUs: number | undefined
  readonly perSecond: number
  /** How long each unit took. */
  readonly unitMs: readonly number[]
}

export interface MeasureParts {
  readonly load: LoadGenerator
  readonly serverPid: number
  readonly databasePid: number | undefined
  /** Units, at most. */
  readonly count: number
  /** No unit begins after so many milliseconds. */
  readonly maxMs?: number
  readonly concurrency: number
}

/** Of a scenario, what is run. */
export type MeasuredWork = Pick<Scenario, 'before' | 'unit' | 'requestsOfUnit'>

/** What a server does shortly after its last answer belongs to the requests too. */
const settleMs = 100

export async function measure(work: MeasuredWork, parts: MeasureParts): Promise<Measurement> {
  const { load, serverPid, databasePid, count, concurrency, maxMs } = parts
  const { before, unit, requestsOfUnit = 1 } = work
  if (before !== undefined) await load.run({ count, concurrency, unit: before })
  const databaseSeconds = () => (databasePid === undefined ? undefined : familySeconds(databasePid))
  const was = { threads: readThreads(serverPid), database: databaseSeconds() }
  const { seconds, unitMs } = await load.run({ count, concurrency, maxMs, unit })
  await Bun.sleep(settleMs)
  const database = databaseSeconds()
  const requests = unitMs.length * requestsOfUnit
  const toUs = (spentSeconds: number) => (spentSeconds * 1e6) / requests
  const spent = secondsBetween(was.threads, readThreads(serverPid))
  const { main, jit, collector, other } = spent
  return {
    threads: { main: toUs(main), jit: toUs(jit), collector: toUs(collector), other: toUs(other) },
    serverUs: toUs(threadKinds.reduce((sum, kind) => sum + spent[kind], 0)),
    databaseUs:
      database === undefined || was.database === undefined ? undefined : toUs(database - was.database),
    perSecond: requests / seconds,
    unitMs,
  }
}
