/**
 * What others wait while eight connections do their worst, each kind for some seconds: the product alone, on the embedded
 * database or on the server of BENCH_DATABASE_URL. A client of its own asks for `/health` and for a Patient meanwhile.
 */
import type { Command, Running } from '../command-line.ts'
import { openPostgresServer } from '../postgres-server.ts'
import { putAsRoot, startProduct, toBasic } from '../product.ts'
import type { Column, Row } from '../report/report.ts'
import { quantile } from '../report/spread.ts'
import { patientId, samplePatient } from '../sample-patient.ts'

const connections = 8
const seconds = 8
const patients = 1_000
const largeUsers = 12
const secret = 'a secret of a client under measurement'

const titles: Readonly<Record<string, string>> = { health: '/health', read: 'GET a Patient' }

interface Asked {
  readonly path: string
  readonly init?: RequestInit
}

/** `number`: of the connection. */
type Hostile = (number: number) => Asked

const write = (authorization: string | undefined, body: string): Asked => ({
  path: '/Patient',
  init: {
    method: 'POST',
    headers: { 'content-type': 'text/yaml', ...(authorization && { authorization }) },
    body,
  },
})

function listKinds(): readonly (readonly [name: string, hostile: Hostile])[] {
  const rows = (count: number) => `a:\n${'- {b: 1.0, c: x}\n'.repeat(count)}`
  const [middle, large] = [rows(15_000), rows(450_000)]
  const words = Array.from({ length: 20 }, (_, index) => `zq${index}q`).join()
  const largeIds = Array.from({ length: largeUsers }, (_, number) => `large${number}`).join()
  const as = (id: string, accept: string) => ({ headers: { authorization: toBasic(id, secret), accept } })
  return [
    ['nobody', () => ({ path: '/health' })],
    ['strangers, 255 KB of YAML', () => write(undefined, middle)],
    ['a client without policies, 8 MB of YAML', () => write(toBasic('nothing', secret), large)],
    [
      'costly searches of one client',
      () => ({ path: `/Patient?_summary=count&name:contains=${words}`, init: as('searcher0', '*/*') }),
    ],
    [
      'costly searches of eight clients',
      (number) => ({
        path: `/Patient?_summary=count&name:contains=${words}`,
        init: as(`searcher${number}`, '*/*'),
      }),
    ],
    [
      'pages of 4 MB as YAML',
      (number) => ({ path: `/User?_id=${largeIds}`, init: as(`searcher${number}`, 'text/yaml') }),
    ],
  ]
}

const columns: readonly Column[] = [
  { key: 'answers', title: 'their answers' },
  ...['health', 'read'].flatMap((key) => [
    { key, title: `${titles[key]}, ms`, digits: 1, isCompared: true },
    { key: `${key}95`, title: `95 of 100, ms`, digits: 1 },
    { key: `${key}Failed`, title: 'failed' },
  ]),
]

export const hostile: Command = {
  name: 'hostile',
  text: `What others wait while eight connections do their worst, each kind for ${seconds} s.
On the embedded database, or on that of BENCH_DATABASE_URL.`,
  options: {},
  async run(_words, running) {
    const url = await start(running)
    await setUp(url)
    const rows: Row[] = []
    for (const [name, kind] of listKinds()) rows.push(await measureKind(url, name, kind))
    return [{ title: 'eight connections', columns, rows }]
  },
}

async function start(running: Running): Promise<string> {
  let databaseUrl: string | undefined
  if (process.env.BENCH_DATABASE_URL !== undefined) {
    const database = await openPostgresServer()
    running.onStop(database.close)
    databaseUrl = await database.createDatabase('bench_hostile')
  }
  const product = await startProduct({ databaseUrl, env: { LOG_LEVEL: 'error' } })
  running.onStop(product.stop)
  return product.url
}

async function setUp(url: string): Promise<void> {
  const put = (path: string, resource: unknown) => putAsRoot(url, path, resource)
  for (const id of [
    'nothing',
    'reader',
    ...Array.from({ length: connections }, (_, at) => `searcher${at}`),
  ]) {
    await put(`Client/${id}`, { secret, grant_types: ['basic'] })
    if (id === 'nothing') continue
    await put(`AccessPolicy/of-${id}`, { engine: 'allow', link: [{ reference: `Client/${id}` }] })
  }
  for (let number = 0; number < patients; number++)
    await put(`Patient/${patientId(number)}`, samplePatient(number))
  const rows = Array.from({ length: 12_000 }, (_, at) => ({ b: 1, text: `x${at}` }))
  for (let number = 0; number < largeUsers; number++) await put(`User/large${number}`, { data: { rows } })
}

async function measureKind(url: string, name: string, hostile: Hostile): Promise<Row> {
  const endsAt = performance.now() + seconds * 1000
  const statuses = new Map<string, number>()
  const count = (status: string) => statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const attack = async (number: number): Promise<void> => {
    while (performance.now() < endsAt) {
      const { path, init } = hostile(number)
      try {
        const response = await fetch(url + path, init)
        await response.arrayBuffer()
        count(String(response.status))
      } catch {
        count('cut')
      }
    }
  }
  const health = probe(`${url}/health`, {}, endsAt)
  const reader = { authorization: toBasic('reader', secret) }
  const read = probe(`${url}/Patient/${patientId(1)}`, reader, endsAt)
  await Promise.all(Array.from({ length: connections }, (_, number) => attack(number)))
  const answers = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
  const figures = { ...named('health', await health), ...named('read', await read) }
  return { name, figures, words: { answers } }
}

function named(name: string, { times, failures }: Probed): Record<string, number> {
  const found = { [name]: quantile(times, 0.5), [`${name}95`]: quantile(times, 0.95) }
  return failures === 0 ? found : { ...found, [`${name}Failed`]: failures }
}

interface Probed {
  /** Milliseconds. */
  readonly times: readonly number[]
  readonly failures: number
}

async function probe(url: string, headers: Record<string, string>, endsAt: number): Promise<Probed> {
  const times: number[] = []
  let failures = 0
  while (performance.now() < endsAt) {
    const startedAt = performance.now()
    const response = await fetch(url, { headers })
    await response.arrayBuffer()
    if (!response.ok) failures += 1
    times.push(performance.now() - startedAt)
    await Bun.sleep(20)
  }
  return { times, failures }
}
