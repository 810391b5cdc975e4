/** Starts the product as its users start it. */
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { projectFolder, type ServerProcess, startServerProcess } from './server-process.ts'

export const rootSecret = 'the secret of root under measurement'

/** The types that are measured. */
export const schemaDir = join(projectFolder, 'bench', 'schemas')

export type RuntimeName = 'bun' | 'deno'

export const runtimeNames: Readonly<Record<RuntimeName, string>> = { bun: 'Bun', deno: 'Deno' }

/** The program and its options, in front of the script. */
const runtimes: Readonly<Record<RuntimeName, readonly string[]>> = {
  bun: [process.execPath],
  deno: [join(projectFolder, 'node_modules', '.bin', 'deno'), 'run', '--no-check', '--allow-all'],
}

export interface ProductStart {
  /** Default Bun. */
  readonly runtime?: RuntimeName
  /** Absent: the embedded database. */
  readonly databaseUrl?: string
  /** Folder of the embedded database; default in memory. */
  readonly dataDir?: string
  /** Folder for a CPU profile, which makes it slower. */
  readonly profile?: string
  /** Another checkout, with its packages; default this one. */
  readonly checkout?: string
  readonly env?: Readonly<Record<string, string>>
}

export async function startProduct(start: ProductStart): Promise<ServerProcess> {
  const { runtime = 'bun', databaseUrl, dataDir, profile, checkout = '.', env } = start
  const port = await freePort()
  const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-md', `--cpu-prof-dir=${profile}`]
  return await startServerProcess({
    command: [...runtimes[runtime], ...profiling, `${checkout}/src/main.ts`],
    port,
    env: { ...productSettings(port), ...databaseSettings(databaseUrl, dataDir), ...env },
  })
}

function productSettings(port: number): Record<string, string> {
  return {
    BASE_URL: `http://127.0.0.1:${port}`,
    SECRETS_KEY: 'a key of a database that is thrown away after this',
    ROOT_CLIENT_SECRET: rootSecret,
    ADMIN_PASSWORD: 'a password of an administrator under measurement',
    SCHEMA_DIR: schemaDir,
    LOG_LEVEL: 'info',
  }
}

function databaseSettings(databaseUrl: string | undefined, dataDir = 'memory://'): Record<string, string> {
  return databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl }
}

export function toBasic(id: string, secret: string): string {
  return `Basic ${btoa(`${id}:${secret}`)}`
}

export const asRoot = toBasic('root', rootSecret)

/** A PUT by root. Throws when it does not make or change the resource. */
export async function putAsRoot(url: string, path: string, resource: unknown): Promise<void> {
  const headers = { authorization: asRoot, 'content-type': 'application/json' }
  const response = await fetch(`${url}/${path}`, { method: 'PUT', headers, body: JSON.stringify(resource) })
  const text = await response.text()
  if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${text}`)
}
