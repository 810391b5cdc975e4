/** Carries out five requests over an instrumented checkout and prints the way of each as JSON. Argument: the checkout. */
import { entered, instrument } from './instrument.ts'

export interface Way {
  readonly request: string
  /** Changes of the top-level folder of `src` on the way; kernel and runtime count for none. */
  readonly changes: number
  readonly entries: number
  /** The rooms in their order, neighbours joined. */
  readonly rooms: readonly string[]
  /** The files in their order, each where it is entered first. */
  readonly files: readonly string[]
}

const root = process.argv[2] ?? process.cwd()
instrument(root)
const { createApp } = await import(`${root}/src/app.ts`)
const { readConfig } = await import(`${root}/src/config.ts`)

const secret = 'structure-root-secret'
const app = await createApp(
  readConfig({
    ...{ DATA_DIR: 'memory://', ROOT_CLIENT_SECRET: secret, ADMIN_PASSWORD: 'structure-admin' },
    ...{
      LOG_LEVEL: 'error',
      SCHEMA_DIR: `${root}/schemas`,
      SECRETS_KEY: 'a-secrets-key-for-structure-0123456789',
    },
  }),
)
const basic = `Basic ${btoa(`root:${secret}`)}`

async function call(
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
): Promise<Response> {
  const init: RequestInit = { method, headers: { authorization: basic } }
  if (body !== undefined) {
    init.body = typeof body === 'string' ? body : JSON.stringify(body)
    init.headers = { authorization: basic, 'content-type': type }
  }
  const response: Response = await app.fetch(new Request(app.url + path, init), '127.0.0.1')
  if (response.status >= 300)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

const client = {
  resourceType: 'Client',
  ...{ id: 'robot', secret: 'a-secret-of-a-robot', first_party: true },
  grant_types: ['client_credentials'],
}
const policy = {
  resourceType: 'AccessPolicy',
  id: 'some',
  engine: 'allow',
  link: [{ reference: 'Client/root' }],
}
const form = 'application/x-www-form-urlencoded'
const grant = `grant_type=client_credentials&client_id=robot&client_secret=${client.secret}`

const requests: readonly (readonly [name: string, run: (round: number) => Promise<Response>])[] = [
  ['GET by id', () => call('GET', '/Patient/p1')],
  ['PUT Client', (round) => call('PUT', '/Client/robot', { ...client, name: `Robot ${round}` })],
  ['token', () => withoutHeader(grant)],
  ['search', () => call('GET', '/Patient?gender=female&_count=5')],
  ['policy change', (round) => call('PUT', '/AccessPolicy/some', { ...policy, description: `${round}` })],
]

async function withoutHeader(body: string): Promise<Response> {
  const init = { method: 'POST', body, headers: { 'content-type': form } }
  const response: Response = await app.fetch(new Request(`${app.url}/auth/token`, init), '127.0.0.1')
  if (response.status !== 200) throw new Error(`token: ${response.status}`)
  return response
}

/** Words that every room uses, and what drives the machine: to enter them is no change of room. */
const everywhere = new Set(['kernel', 'runtime'])

function toWay(request: string): Way {
  const toRoom = (file: string) => file.split('/')[0] ?? ''
  const files = entered.filter((file) => !everywhere.has(toRoom(file)))
  const walked = files.map(toRoom)
  const rooms = walked.filter((room, at) => room !== walked[at - 1])
  return {
    request,
    changes: Math.max(0, rooms.length - 1),
    entries: entered.length,
    rooms,
    files: [...new Set(files)],
  }
}

await call('PUT', '/Patient/p1', { resourceType: 'Patient', id: 'p1', gender: 'female' })
const ways: Way[] = []
// Once to warm up: caches fill and what is compiled on first use is compiled.
for (let round = 0; round < 2; round++) {
  // Reads the policies that the last request of the round before has changed.
  await call('GET', '/Patient/p1')
  for (const [name, run] of requests) {
    // What runs behind an answer belongs to the request before.
    await new Promise((resolve) => setTimeout(resolve, 50))
    entered.length = 0
    await (await run(round)).text()
    if (round === 1) ways.push(toWay(name))
  }
}
await app.close()
console.log(JSON.stringify(ways))
process.exit(0)
