/** The real server as a process of its own, on Bun or on Deno. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openTestDatabase } from './test-database.ts'

export type TestRuntime = 'bun' | 'deno'

export interface StartOptions {
  /** Default: the one that runs the test. */
  readonly runtime?: TestRuntime
  /** Beside or instead of a free port, a database of its own and JSON logs. */
  readonly env?: Readonly<Record<string, string>>
  /** The working folder, where `./schemas` and `./data` are looked for. Default: the project's. */
  readonly cwd?: string
}

export interface RunningServer {
  /** Where it can be reached from here, without a slash at its end. */
  readonly url: string
  /** Given in `env`, or made at this start; empty when the database had it already. */
  readonly rootSecret: string
  readonly adminPassword: string
  readonly pid: number
  /** Standard output and standard error so far. */
  readonly logs: () => string
  /** SIGTERM; resolves with the exit code when the process has ended. */
  readonly stop: () => Promise<number | null>
  /** SIGKILL: as a crash would end it. */
  readonly kill: () => Promise<void>
}

/** A process that ended without serving. */
export interface FailedStart {
  readonly code: number | null
  readonly logs: string
}

const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const main = join(projectFolder, 'src', 'main.ts')
const readyWithinMs = 60_000

export const currentRuntime: TestRuntime = 'Deno' in globalThis ? 'deno' : 'bun'

/** Rejects with what the process wrote when it does not come up. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const database = hasOwnDatabase(options.env) ? null : await openTestDatabase()
  const { child, logs, ended } = launch({ ...options, env: { ...database?.env, ...options.env } })
  const ready = await Promise.race([
    waitForReady(logs),
    ended.then((code) => Promise.reject(new Error(`the server ended with code ${code}:\n${logs()}`))),
  ]).catch(async (error: unknown) => {
    child.kill('SIGKILL')
    await ended
    await database?.drop()
    throw error
  })
  const pid = child.pid as number
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    // Not `child.kill`: on Deno the exit code of a process that ends well afterwards would be lost.
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal)
    const code = await ended
    await database?.drop()
    return code
  }
  return {
    ...ready,
    rootSecret: options.env?.ROOT_CLIENT_SECRET ?? ready.rootSecret,
    adminPassword: options.env?.ADMIN_PASSWORD ?? ready.adminPassword,
    pid,
    logs,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  }
}

function hasOwnDatabase(env: Readonly<Record<string, string>> = {}): boolean {
  return env.DATABASE_URL !== undefined || (env.DATA_DIR !== undefined && env.DATA_DIR !== 'memory://')
}

/** For starts that must be refused, and for `--help`: waits until the process ends by itself. */
export async function runToItsEnd(
  options: StartOptions & { readonly words?: readonly string[] } = {},
): Promise<FailedStart> {
  const { child, logs, ended } = launch(options, options.words)
  const timer = setTimeout(() => child.kill('SIGKILL'), readyWithinMs)
  const code = await ended
  clearTimeout(timer)
  return { code, logs: logs() }
}

function launch(
  { runtime = currentRuntime, env = {}, cwd = projectFolder }: StartOptions,
  words: readonly string[] = [],
) {
  const [program = '', ...parameters] = commandOf(runtime)
  const child = spawn(program, [...parameters, main, ...words], {
    cwd,
    env: { ...cleanEnvironment(), ...quick, PORT: '0', DATA_DIR: 'memory://', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { child, logs: collect(child), ended: waitForEnd(child) }
}

function commandOf(runtime: TestRuntime): readonly string[] {
  if (runtime === currentRuntime)
    return runtime === 'bun' ? [process.execPath] : [process.execPath, ...denoFlags]
  const installed = join(projectFolder, 'node_modules', '.bin', runtime)
  const program = existsSync(installed) ? installed : runtime
  return runtime === 'bun' ? [program] : [program, ...denoFlags]
}

/** Those of `deno task start`. */
const denoFlags = ['run', '--no-check', `--config=${join(projectFolder, 'deno.json')}`, '--allow-all']

/** No balancer has to notice that a server stops, and no database is still to be started. */
const quick = { DRAIN_TIME: '0', DATABASE_WAIT: '0' }

/** Settings of the machine that runs the tests must not reach the server. */
function cleanEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = process.env
  return { PATH, HOME, TMPDIR, LANG, NO_COLOR: '1' }
}

function collect(child: ChildProcess): () => string {
  const decoder = new TextDecoder()
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Uint8Array) => {
      text += decoder.decode(chunk, { stream: true })
    })
  }
  return () => text
}

function waitForEnd(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
}

/** The server says that it is ready in a line of JSON; the file of secrets that it made is named in a line before. */
async function waitForReady(logs: () => string) {
  const giveUpAt = performance.now() + readyWithinMs
  while (performance.now() < giveUpAt) {
    const facts = Object.assign({}, ...logs().split('\n').map(parseLine)) as Record<string, unknown>
    if (typeof facts.port === 'number' && (await isHealthy(`http://127.0.0.1:${facts.port}`))) {
      return {
        url: `http://localhost:${facts.port}`,
        ...readFirstSecrets(facts.file),
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`the server was not ready within ${readyWithinMs} ms:\n${logs()}`)
}

/** The server says where the secrets are that it made. */
function readFirstSecrets(file: unknown) {
  const text = typeof file === 'string' ? readFileSync(file, 'utf8') : ''
  const secretOf = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  // Of a database in memory: a folder of the system that nobody else removes.
  if (typeof file === 'string' && dirname(dirname(file)) === tmpdir())
    rmSync(dirname(file), { recursive: true })
  return { rootSecret: secretOf('ROOT_CLIENT_SECRET'), adminPassword: secretOf('ADMIN_PASSWORD') }
}

function parseLine(line: string): object {
  try {
    return JSON.parse(line)
  } catch {
    return {}
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok
  } catch {
    return false
  }
}
