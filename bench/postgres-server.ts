/** The PostgreSQL that is measured on: one of BENCH_DATABASE_URL, or a throw-away one in the temporary folder. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { onOtherCores } from './cores.ts'
import { parentOf } from './cpu-time.ts'
import { freePort } from './free-port.ts'

export interface PostgresServer {
  /** Of the main process; undefined when it runs on another machine, whose CPU time is not seen. */
  readonly pid: number | undefined
  createDatabase(name: string): Promise<string>
  /** Removes the databases that were made here, and a throw-away server with its folder. */
  close(): Promise<void>
}

const startWithinMs = 30_000

/** `settings`: such as `max_wal_size=8GB`, of a server that is started here. */
export async function openPostgresServer(settings: readonly string[] = []): Promise<PostgresServer> {
  const given = process.env.BENCH_DATABASE_URL
  return given === undefined ? await startThrowAway(settings) : await useGiven(given, async () => {})
}

async function useGiven(adminUrl: string, stop: () => Promise<void>): Promise<PostgresServer> {
  const sql = postgres(adminUrl, { max: 1, onnotice() {}, connect_timeout: 5 })
  const made: string[] = []
  const [row] = await sql`select pg_backend_pid() as pid, inet_server_addr() is null or
    inet_server_addr() <<= '127.0.0.0/8'::inet or inet_server_addr() = '::1'::inet as local`
  return {
    pid: row?.local ? parentOf(Number(row.pid)) : undefined,
    async createDatabase(prefix) {
      const name = `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`
      await sql.unsafe(`create database ${name}`)
      made.push(name)
      const url = new URL(adminUrl)
      url.pathname = `/${name}`
      return url.href
    },
    async close() {
      for (const name of made) await sql.unsafe(`drop database ${name} with (force)`)
      await sql.end()
      await stop()
    },
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`. */
async function startThrowAway(more: readonly string[]): Promise<PostgresServer> {
  const binaries = process.env.BENCH_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin'
  const isRoot = process.getuid?.() === 0
  const asServerUser = (command: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', ...command]] : [command[0] as string, command.slice(1)]
  const folder = mkdtempSync(join(tmpdir(), 'firekeep-bench-'))
  const data = join(folder, 'data')
  if (isRoot) execFileSync('chown', ['postgres', folder])
  const initialise = [join(binaries, 'initdb'), '-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8']
  try {
    execFileSync(...asServerUser(initialise), { stdio: ['ignore', 'ignore', 'inherit'], cwd: tmpdir() })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'autovacuum=off',
    ...more,
  ]
  const command = [...onOtherCores, join(binaries, 'postgres'), '-D', data, '-p', String(port)]
  const child = spawn(...asServerUser([...command, ...settings.flatMap((one) => ['-c', one])]), {
    stdio: 'ignore',
    cwd: tmpdir(),
  })
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const stop = async () => {
    const pid = mainPid(data)
    // Fast shutdown. Not the child's id, which may be that of runuser.
    if (pid !== undefined) process.kill(pid, 'SIGINT')
    else child.kill('SIGINT')
    await hasEnded
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(url)
    return await useGiven(url, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function mainPid(data: string): number | undefined {
  try {
    return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

async function waitUntilReady(url: string): Promise<void> {
  const giveUpAt = performance.now() + startWithinMs
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2 })
    try {
      await sql`select 1`
      return
    } catch (error) {
      if (performance.now() > giveUpAt) throw error
      await Bun.sleep(50)
    } finally {
      await sql.end()
    }
  }
}
