/** The rounds: the product against both floors on the same PostgreSQL. */
import type { Command, Running, Words } from '../command-line.ts'
import type { SampleRequest } from '../floor/record-work.ts'
import { checkEqual, putPatients, startFloors } from '../floor/start-floors.ts'
import { measureRounds, roundsOptions, type Servers } from '../measure-rounds.ts'
import { openPostgresServer, type PostgresServer } from '../postgres-server.ts'
import { startProduct } from '../product.ts'
import { toRoundsReport } from '../report/rounds-report.ts'
import { patientId, samplePatient } from '../sample-patient.ts'
import { sampleTypes } from '../sample-resources.ts'
import { withBeside } from '../scenarios/choose.ts'
import { listMixScenarios, samplesOfMix } from '../scenarios/mix.ts'
import { indexedChanges, listResourceScenarios, patientCount } from '../scenarios/resources.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { listTokenScenarios } from '../scenarios/tokens.ts'
import type { ServerProcess } from '../server-process.ts'
import { setUpProduct } from '../set-up-product.ts'

export const rounds: Command = {
  name: '',
  text: `What requests to resources and token endpoints cost the server and PostgreSQL, beside two floors: the bare one, and one
that does the product's own statements and sends its headers. In interleaved rounds, each on pinned cores.`,
  options: {
    ...roundsOptions,
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
    return [toRoundsReport('requests', await measureRounds({ servers, scenarios, database }, words, running))]
  },
}

async function setUp(words: Words, database: PostgresServer, running: Running) {
  const floors = await startFloors(
    database,
    { types: ['Patient', ...sampleTypes], samples: [...samplesOfPatients(), ...samplesOfMix()] },
    running,
  )
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
  return [
    ...listResourceScenarios({ ...urls, setup }),
    ...listMixScenarios({ ...urls, setup }),
    ...(await listTokenScenarios(product.url, setup)),
  ]
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
