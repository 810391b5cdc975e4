/** The rounds: the product against both floors on the same PostgreSQL. */
import type { Command, Running, Words } from '../command-line.ts'
import type { SampleRequest } from '../floor/record-work.ts'
import { checkEqual, putPatients, startFloors } from '../floor/start-floors.ts'
import { measureRounds, roundsOptions, type Servers } from '../measure-rounds.ts'
import { peerNames, startPeers } from '../peer/start-peer.ts'
import { openPostgresServer, type PostgresServer } from '../postgres-server.ts'
import { startProduct } from '../product.ts'
import { toRoundsReport } from '../report/rounds-report.ts'
import { patientId, samplePatient } from '../sample-patient.ts'
import { sampleTypes } from '../sample-resources.ts'
import { withBeside, withPeers } from '../scenarios/choose.ts'
import { listMixScenarios, samplesOfMix } from '../scenarios/mix.ts'
import { indexedChanges, listResourceScenarios, patientCount } from '../scenarios/resources.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { listTokenScenarios, productTarget } from '../scenarios/tokens.ts'
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
    peer: {
      value: '<name>',
      text: `also another server for the rows of tokens: ${peerNames.join()}, on Bun and on Node`,
    },
    profile: {
      value: '<folder>',
      text: 'also writes a CPU profile of the product there; its figures are too high then',
    },
  },
  async run(words, running) {
    const database = await openPostgresServer()
    running.onStop(database.close)
    const peer = words.text('peer')
    if (peer !== undefined && !peerNames.some((name) => name === peer))
      throw new Error(`There is no peer ${peer}`)
    const peers = peer === undefined ? [] : await startPeers(database, running)
    const found = await setUp(words, database, running)
    const servers = {
      ...found.servers,
      ...Object.fromEntries(peers.map(({ name, server }) => [name, server])),
    }
    const scenarios = withPeers(
      found.scenarios,
      peers.map(({ target }) => listTokenScenarios(target)),
    )
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
    ...listTokenScenarios(await productTarget(product.url, setup)),
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
