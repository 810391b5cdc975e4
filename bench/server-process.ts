/** A server under measurement: a process of its own, ready when it answers. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ServerProcess {
  readonly pid: number
  /** Without a slash at its end. */
  readonly url: string
  stop(): Promise<void>
}

export interface ServerStart {
  /** Arguments of Bun: its options, then the script, from the project's folder. */
  readonly command: readonly string[]
  readonly port: number
  readonly env: Readonly<Record<string, string>>
}

const projectFolder = fileURLToPath(new URL('..', import.meta.url))
const readyWithinMs = 60_000

/** Rejects with what the process wrote when it ends, or does not answer `/health` with 200 in time. */
export async function startServerProcess({ command, port, env }: ServerStart): Promise<ServerProcess> {
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const child = spawn(process.execPath, command, {
    cwd: projectFolder,
    env: { PATH, HOME, TMPDIR, LANG, NO_COLOR: '1', DRAIN_TIME: '0', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
    })
  }
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await hasEnded
  }
  const url = `http://127.0.0.1:${port}`
  const giveUpAt = performance.now() + readyWithinMs
  while (!(await isHealthy(url))) {
    const isOver = child.exitCode !== null || child.signalCode !== null
    if (isOver || performance.now() > giveUpAt) {
      await stop()
      throw new Error(`${command.join(' ')} did not come up:\n${output}`)
    }
    await Bun.sleep(50)
  }
  return { pid: child.pid ?? 0, url, stop }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok
  } catch {
    return false
  }
}
