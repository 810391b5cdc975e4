/** The rounds: the product against both floors on the same PostgreSQL. */
import type { Command, Running, Words } from '../command-line.ts'
import type { SampleRequest } from '../floor/record-work.ts'
import { checkEqual, putPatients, startFloors } from '../floor/start-floors.ts'
import { startLoadGenerator } from '../load-generator.ts'
import { measure } from '../measure.ts'
import { openPostgresServer, type PostgresServer } from '../postgres-server.ts'
import { startProduct } from '../product.ts'
import { toRoundsReport } from '../report/rounds-report.ts'
import { runRounds } from '../run-rounds.ts'
import { patientId, samplePatient } from '../sample-patient.ts'
import { choose, withBeside } from '../scenarios/choose.ts'
import { indexedChanges, listResourceScenarios, patientCount } from '../scenarios/resources.ts'
import type { Scenario, ServerName } from '../scenarios/scenario.ts'
import { listTokenScenarios } from '../scenarios/tokens.ts'
import type { ServerProcess } from '../server-process.ts'
import { setUpProduct } from '../set-up-product.ts'

type Servers = Partial<Record<ServerName, ServerProcess>>

export const rounds: Command = {
  name: '',
  text: `What requests to resources and token endpoints cost the server and PostgreSQL, beside two floors: the bare one, and one
that does the product's own statements and sends its headers. In interleaved rounds, each on pinned cores.`,
  options: {
    quick: { text: 'one short round: whether it works, not how fast it is' },
    rounds: { value: '<n>', text: 'default 7' },
    'warm-ups': {
      value: '<n>',
      text: 'rounds before those, until two agree within 5 %, at most so many; default 12',
    },
    concurrency: { value: '<n>', text: 'requests under way at once, default 8' },
    only: { value: '<text>', text: 'only scenarios with this text in their name, and their floors' },
    beside: {
      value: '<folder>',
      text: 'also the server of another checkout (with its packages) in the same rounds',
    },
    profile: {
      value: '<folder>',
      text: 'also writes a CPU profile of the product there; its figures are too high then',
    },
  },
  async run(words, running) {
    const database = await openPostgresServer()
    running.onStop(database.close)
    const { servers, scenarios } = await setUp(words, database, running)
    const load = startLoadGenerator()
    running.onStop(load.stop)
    const isQuick = words.has('quick')
    const measured = await runRounds(choose(scenarios, words.text('only')), {
      rounds: words.count('rounds', isQuick ? 1 : 7),
      warmUps: words.count('warm-ups', isQuick ? 1 : 12),
      measure: async (scenario) => {
        const server = servers[scenario.server]
        server?.tidyLog()
        return await measure(scenario, {
          load,
          serverPid: server?.pid ?? 0,
          databasePid: database.pid,
          count: Math.max(1, Math.round(scenario.count * (isQuick ? 0.04 : 1))),
          concurrency: words.count('concurrency', 8),
        })
      },
    })
    return [toRoundsReport('requests', measured)]
  },
}

async function setUp(words: Words, database: PostgresServer, running: Running) {
  const floors = await startFloors(database, { types: ['Patient'], samples: samplesOfPatients() }, running)
  await putPatients(floors.bare.url, patientCount)
  const start = async (name: string, profile?: string, checkout?: string) => {
    const databaseUrl = await database.createDatabase(name)
    const server = await startProduct({ databaseUrl, profile, checkout })
    running.onStop(server.stop)
    return server
  }
  const product = await start('bench_product', words.text('profile'))
  const servers: Servers = { ...floors, product }
  const scenarios = await listScenarios(floors, product)
  await checkEqual(floors.equal.url, product.url, `/Patient/${patientId(0)}`)
  const checkout = words.text('beside')
  if (checkout === undefined) return { servers, scenarios }
  const beside = await start('bench_beside', undefined, checkout)
  const others = await listScenarios(floors, beside)
  return { servers: { ...servers, beside }, scenarios: withBeside(scenarios, others) }
}

async function listScenarios(
  { bare, equal }: Readonly<Record<'bare' | 'equal', ServerProcess>>,
  product: ServerProcess,
): Promise<readonly Scenario[]> {
  const setup = await setUpProduct(product.url, patientCount)
  const urls = { bareUrl: bare.url, equalUrl: equal.url, productUrl: product.url }
  return [...listResourceScenarios({ ...urls, setup }), ...(await listTokenScenarios(product.url, setup))]
}

/** In the order in which both documents of a patient replace each other, and each kind once. */
function samplesOfPatients(): readonly SampleRequest[] {
  const put = (number: number, document: Record<string, unknown>): SampleRequest => ({
    ...{ method: 'PUT', type: 'Patient', id: patientId(number), body: JSON.stringify(document) },
  })
  const numbers = Array.from({ length: patientCount }, (_, number) => number)
  const first = samplePatient(0)
  const other = (method: 'GET' | 'DELETE' | 'POST', id: string, body?: unknown): SampleRequest => ({
    ...{ method, type: 'Patient', id, ...(body !== undefined && { body: JSON.stringify(body) }) },
  })
  return [
    ...numbers.map((number) => put(number, samplePatient(number))),
    ...indexedChanges.flatMap((toDocument) =>
      numbers.map((number) => ({ ...put(number, toDocument(number)), isOwn: true })),
    ),
    ...numbers.map((number) => put(number, samplePatient(number))),
    other('GET', patientId(0)),
    other('POST', 'made', { ...first, id: 'made' }),
    other('DELETE', 'made'),
  ]
}
