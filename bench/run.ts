/** Measures the product against a floor server on the same PostgreSQL, in interleaved rounds. See README.md. */
import { silentLog } from '../src/kernel/log.ts'
import { storageRuntime } from '../src/runtime/storage-runtime.ts'
import { openPglite } from '../src/storage/pglite/open-pglite.ts'
import { openPostgres } from '../src/storage/postgres/open-postgres.ts'
import { freePort } from './free-port.ts'
import { measureHostile } from './hostile.ts'
import { startLoadGenerator } from './load-generator.ts'
import { type Measurement, measure } from './measure.ts'
import { type BenchOptions, parseOptions, usage } from './options.ts'
import { openPostgresServer } from './postgres-server.ts'
import { patientId, samplePatient } from './sample-patient.ts'
import { listScenarios, listScenariosBeside, type Scenario, type Targets } from './scenarios.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { rootSecret, setUpProduct } from './set-up-product.ts'
import { soak } from './soak.ts'
import { toTable } from './to-table.ts'

const patientCount = 200
/** The embedded database has one connection, and what grows there grows with each statement. */
const embeddedShare = 4
const embeddedResidentMb = 350

/** What was started, to be stopped in the opposite order whatever happens. */
const running: (() => Promise<void>)[] = []

async function stopAll(): Promise<void> {
  for (let stop = running.pop(); stop !== undefined; stop = running.pop()) await stop()
}

async function run(options: BenchOptions): Promise<string> {
  const database = await openPostgresServer()
  running.push(database.close)
  const floor = await startFloor(await database.createDatabase('bench_floor'))
  running.push(floor.stop)
  const product = await startProduct(await database.createDatabase('bench_product'), options.profile)
  running.push(product.stop)
  const beside = options.beside && (await startBeside(database, options.beside))
  const load = startLoadGenerator()
  running.push(load.stop)
  const setup = await setUpProduct(product.url, patientCount)
  await setUpFloor(floor.url)
  const targets: Targets = { floorUrl: floor.url, productUrl: product.url, setup, patientCount }
  const listed = beside
    ? await listScenariosBeside(targets, {
        ...targets,
        productUrl: beside.url,
        setup: await setUpProduct(beside.url, patientCount),
      })
    : await listScenarios(targets)
  const scenarios = choose(listed, options.only)
  const pids = { floor: floor.pid, product: product.pid, beside: beside ? beside.pid : product.pid }
  const measureOne = (scenario: Scenario) => {
    const serverPid = pids[scenario.server]
    const count = Math.max(1, Math.round(scenario.count * options.share))
    const { concurrency } = options
    return measure(scenario, { load, serverPid, databasePid: database.pid, count, concurrency })
  }
  // Not kept: caches fill, statements are prepared, and the runtime compiles functions for tens of thousands of calls.
  for (let pass = 0; pass < options.warmUps; pass++)
    for (const scenario of scenarios) await measureOne(scenario)
  const measured = new Map<string, Measurement[]>(scenarios.map(({ name }) => [name, []]))
  for (let round = 0; round < options.rounds; round++) {
    for (const scenario of scenarios) measured.get(scenario.name)?.push(await measureOne(scenario))
  }
  return toTable(scenarios, measured)
}

async function startFloor(databaseUrl: string): Promise<ServerProcess> {
  const env = { DATABASE_URL: databaseUrl }
  return await startServerProcess({ command: ['bench/floor-server.ts'], port: await freePort(), env })
}

async function startBeside(
  database: Awaited<ReturnType<typeof openPostgresServer>>,
  checkout: string,
): Promise<ServerProcess> {
  const server = await startProduct(await database.createDatabase('bench_beside'), undefined, checkout)
  running.push(server.stop)
  return server
}

async function startProduct(
  databaseUrl: string,
  profile: string | undefined,
  checkout = '.',
): Promise<ServerProcess> {
  const port = await freePort()
  const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-md', `--cpu-prof-dir=${profile}`]
  return await startServerProcess({
    command: [...profiling, `${checkout}/src/main.ts`],
    port,
    env: {
      DATABASE_URL: databaseUrl,
      BASE_URL: `http://127.0.0.1:${port}`,
      SECRETS_KEY: crypto.randomUUID() + crypto.randomUUID(),
      ROOT_CLIENT_SECRET: rootSecret,
      ADMIN_PASSWORD: crypto.randomUUID(),
      LOG_LEVEL: 'error',
    },
  })
}

async function setUpFloor(url: string): Promise<void> {
  for (let number = 0; number < patientCount; number++) {
    const body = JSON.stringify(samplePatient(number))
    const headers = { 'content-type': 'application/fhir+json' }
    const response = await fetch(`${url}/Patient/${patientId(number)}`, { method: 'PUT', headers, body })
    if (response.status !== 200) throw new Error(`The floor server answered ${response.status} to a PUT`)
  }
}

async function runSoak({ statements, concurrency }: BenchOptions): Promise<string> {
  const database = await openPostgresServer()
  running.push(database.close)
  // The embedded one first: its memory is to be measured in a process that has done nothing else.
  const embedded = await soak({
    database: await openPglite({ dataDir: 'memory://', runtime: storageRuntime, log: silentLog }),
    ...{ statements: Math.ceil(statements / embeddedShare), concurrency, residentMb: embeddedResidentMb },
  })
  const url = await database.createDatabase('bench_soak')
  const pool = await soak({ database: openPostgres({ url, log: silentLog }), statements, concurrency })
  if (!embedded.isFlat || !pool.isFlat) process.exitCode = 1
  return `Embedded\n\n${embedded.table}\n\nPostgreSQL\n\n${pool.table}`
}

function choose(scenarios: readonly Scenario[], only: string | undefined): readonly Scenario[] {
  const chosen = scenarios.filter(({ name }) => only === undefined || name.includes(only))
  if (chosen.length === 0) throw new Error(`No scenario has ${JSON.stringify(only)} in its name`)
  const floors = new Set(chosen.map(({ floor }) => floor))
  return scenarios.filter((scenario) => chosen.includes(scenario) || floors.has(scenario.name))
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopAll().finally(() => process.exit(1)))
  }
  try {
    const options = parseOptions(process.argv.slice(2))
    if (options === undefined) console.log(usage)
    else if (options.isHostile) console.log(await measureHostile((stop) => void running.push(stop)))
    else console.log(await (options.isSoak ? runSoak(options) : run(options)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    await stopAll()
  }
}

await main()
