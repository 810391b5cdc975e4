/** Starts both floors, each with the patients on it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Running } from '../command-line.ts'
import { freePort } from '../free-port.ts'
import type { PostgresServer } from '../postgres-server.ts'
import { asRoot, startProduct } from '../product.ts'
import { patientId, samplePatient } from '../sample-patient.ts'
import { type ServerProcess, startServerProcess } from '../server-process.ts'
import { startPostgresRecorder } from './postgres-recorder.ts'
import { type RecordedWork, recordWork, type SampleRequest } from './record-work.ts'

export interface Floors {
  readonly bare: ServerProcess
  readonly equal: ServerProcess
}

/** `samples`: requests that the floor of equal work has to be able to answer. */
export async function startFloors(
  database: PostgresServer,
  { types, samples }: { readonly types: readonly string[]; readonly samples: readonly SampleRequest[] },
  running: Running,
): Promise<Floors> {
  const start = async (script: string, env: Record<string, string>) => {
    const command = [process.execPath, `bench/floor/${script}`]
    const env_ = { FLOOR_TYPES: types.join(), ...env }
    const floor = await startServerProcess({ command, port: await freePort(), env: env_ })
    running.onStop(floor.stop)
    return floor
  }
  const bare = await start('bare-floor.ts', { DATABASE_URL: await database.createDatabase('bench_bare') })
  const databaseUrl = await database.createDatabase('bench_equal')
  const folder = mkdtempSync(join(tmpdir(), 'firekeep-bench-work-'))
  running.onStop(async () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'work.json')
  writeFileSync(file, JSON.stringify(await record(databaseUrl, samples)))
  const equal = await start('equal-floor.ts', { DATABASE_URL: databaseUrl, FLOOR_WORK: file })
  return { bare, equal }
}

/** The product makes the tables and what is in them. */
async function record(databaseUrl: string, samples: readonly SampleRequest[]): Promise<RecordedWork> {
  const recorder = await startPostgresRecorder(databaseUrl)
  const product = await startProduct({ databaseUrl: recorder.url })
  try {
    const send = (request: SampleRequest) => fetch(product.url + pathOf(request), initOf(request))
    return await recordWork(recorder, send, samples)
  } finally {
    await product.stop()
    await recorder.close()
  }
}

function pathOf({ method, type, id }: SampleRequest): string {
  return method === 'POST' ? `/${type}` : `/${type}/${id}`
}

function initOf({ method, body }: SampleRequest): RequestInit {
  const headers: Record<string, string> = { authorization: asRoot, 'content-type': 'application/fhir+json' }
  return { method, headers, ...(body !== undefined && { body }) }
}

/** Of the bare floor; the other one has them by its recording. */
export async function putPatients(url: string, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const body = JSON.stringify(samplePatient(number))
    const headers = { 'content-type': 'application/fhir+json' }
    const response = await fetch(`${url}/Patient/${patientId(number)}`, { method: 'PUT', headers, body })
    if (response.status !== 200) throw new Error(`The bare floor answered ${response.status} to a PUT`)
  }
}

/** Throws Error when the floor does no longer send what the product sends. */
export async function checkEqual(equalUrl: string, productUrl: string, path: string): Promise<void> {
  const [equal, product] = await Promise.all(
    [equalUrl, productUrl].map(async (url) => {
      const response = await fetch(url + path, {
        headers: { authorization: asRoot, 'accept-encoding': 'identity' },
      })
      const { meta: _, ...document } = (await response.json()) as { meta?: unknown }
      return JSON.stringify({ headers: [...response.headers.keys()].sort(), document })
    }),
  )
  if (equal !== product) {
    throw new Error(
      `The floor of equal work (bench/floor/equal-floor.ts) answers otherwise:\n${equal}\n${product}`,
    )
  }
}
