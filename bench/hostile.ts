/**
 * What others wait while eight connections do their worst, each kind for some seconds: the product alone, on the embedded
 * database or on the server of BENCH_DATABASE_URL. A client of its own asks for `/health` and for a Patient meanwhile.
 */
import { freePort } from './free-port.ts'
import { openPostgresServer } from './postgres-server.ts'
import { patientId, samplePatient } from './sample-patient.ts'
import { startServerProcess } from './server-process.ts'

const connections = 8
const seconds = 8
const patients = 1_000
const largeUsers = 12
const rootSecret = 'the secret of root under measurement'
const secret = 'a secret of a client under measurement'

const basic = (id: string, words: string) => `Basic ${btoa(`${id}:${words}`)}`

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
  const as = (id: string, accept: string) => ({ headers: { authorization: basic(id, secret), accept } })
  return [
    ['nobody', () => ({ path: '/health' })],
    ['strangers, 255 KB of YAML', () => write(undefined, middle)],
    ['a client without policies, 8 MB of YAML', () => write(basic('nothing', secret), large)],
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

/** Prints a row a kind. `onStart`: what has to be stopped. */
export async function measureHostile(onStart: (stop: () => Promise<void>) => void): Promise<string> {
  const url = await startProduct(onStart)
  await setUp(url)
  const lines = [
    '| eight connections | their answers | /health, ms | GET a Patient, ms |',
    '| --- | --- | --- | --- |',
  ]
  for (const [name, hostile] of listKinds()) lines.push(await measureKind(url, name, hostile))
  return lines.join('\n')
}

async function startProduct(onStart: (stop: () => Promise<void>) => void): Promise<string> {
  const port = await freePort()
  let databaseUrl: string | undefined
  if (process.env.BENCH_DATABASE_URL !== undefined) {
    const database = await openPostgresServer()
    onStart(database.close)
    databaseUrl = await database.createDatabase('bench_hostile')
  }
  const product = await startServerProcess({
    command: ['src/main.ts'],
    port,
    env: {
      ...(databaseUrl === undefined ? { DATA_DIR: 'memory://' } : { DATABASE_URL: databaseUrl }),
      BASE_URL: `http://127.0.0.1:${port}`,
      SECRETS_KEY: crypto.randomUUID() + crypto.randomUUID(),
      ROOT_CLIENT_SECRET: rootSecret,
      ADMIN_PASSWORD: crypto.randomUUID(),
      LOG_LEVEL: 'error',
    },
  })
  onStart(product.stop)
  return product.url
}

async function setUp(url: string): Promise<void> {
  const put = async (path: string, resource: unknown) => {
    const headers = { authorization: basic('root', rootSecret), 'content-type': 'application/json' }
    const response = await fetch(`${url}/${path}`, { method: 'PUT', headers, body: JSON.stringify(resource) })
    if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${await response.text()}`)
  }
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

async function measureKind(url: string, name: string, hostile: Hostile): Promise<string> {
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
  const reader = { authorization: basic('reader', secret) }
  const read = probe(`${url}/Patient/${patientId(1)}`, reader, endsAt)
  await Promise.all(Array.from({ length: connections }, (_, number) => attack(number)))
  const answers = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
  return `| ${name} | ${answers} | ${await health} | ${await read} |`
}

/** Median and 95 of 100. */
async function probe(url: string, headers: Record<string, string>, endsAt: number): Promise<string> {
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
  times.sort((one, other) => one - other)
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
  return `${at(0.5)} (95 %: ${at(0.95)}${failures > 0 ? `, ${failures} of ${times.length} failed` : ''})`
}
