/** A server under measurement: a process of its own, ready when it answers. */
import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onServerCore } from './cores.ts'

export interface ServerProcess {
  readonly pid: number
  /** Without a slash at its end. */
  readonly url: string
  /** From its start until it answered. */
  readonly readyMs: number
  /** Empties what it has written to its log, once that is large. */
  tidyLog(): void
  stop(): Promise<void>
}

export interface ServerStart {
  /** The program and its arguments, from the project's folder. */
  readonly command: readonly string[]
  readonly port: number
  readonly env: Readonly<Record<string, string>>
  /** Answered with any status below 500 when it is ready; default `/health`, which has to be 200. */
  readonly readyPath?: string
}

export const projectFolder = fileURLToPath(new URL('..', import.meta.url))
const readyWithinMs = 120_000
const lookEveryMs = 5
const largeLogBytes = 64e6

/**
 * Its output goes to a file, as a log does that somebody keeps. Rejects with the end of it when the process ends, or does not
 * answer in time.
 */
export async function startServerProcess(start: ServerStart): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'firekeep-bench-log-'))
  const log = join(folder, 'log')
  const startedAt = performance.now()
  const child = spawnServer(start, log)
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  const stop = async () => {
    if (!isOver()) child.kill('SIGTERM')
    await hasEnded
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${start.port}`
  while (!(await isReady(url, start.readyPath))) {
    if (isOver() || performance.now() > startedAt + readyWithinMs) {
      const output = readFileSync(log, 'utf8').slice(-20_000)
      await stop()
      throw new Error(`${start.command.join(' ')} did not come up:\n${output}`)
    }
    await Bun.sleep(lookEveryMs)
  }
  const readyMs = performance.now() - startedAt
  const tidyLog = () => statSync(log).size > largeLogBytes && truncateSync(log)
  return { pid: child.pid ?? 0, url, readyMs, tidyLog, stop }
}

function spawnServer({ command, port, env }: ServerStart, log: string) {
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const [program = '', ...words] = [...onServerCore, ...command]
  const output = openSync(log, 'a')
  try {
    return spawn(program, words, {
      cwd: projectFolder,
      env: { PATH, HOME, TMPDIR, LANG, NO_COLOR: '1', DRAIN_TIME: '0', PORT: String(port), ...env },
      stdio: ['ignore', output, output],
    })
  } finally {
    closeSync(output)
  }
}

async function isReady(url: string, path: string | undefined): Promise<boolean> {
  try {
    const { status } = await fetch(url + (path ?? '/health'))
    return path === undefined ? status === 200 : status < 500
  } catch {
    return false
  }
}
