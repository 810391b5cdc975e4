/** An application of `examples` as a process of its own, beside a Firekeep that has the resources of its folder. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { type RunningServer, startServer } from './start-server.ts'

export interface RunningExample {
  /** Where the application is, without a slash at its end. */
  readonly url: string
  readonly firekeep: RunningServer
  readonly stop: () => Promise<void>
}

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
const readyWithinMs = 60_000

/**
 * As the README of the example says, on free ports. `program` stands before the file: `['node']`, or
 * `['deno', 'run', '--allow-all']`.
 */
export async function startExample(name: string, program: readonly string[]): Promise<RunningExample> {
  const port = await findFreePort()
  const url = `http://localhost:${port}`
  const { bundle, server } = readCommands(name)
  const firekeep = await startServer({ env: { INIT_BUNDLE: bundle, APP_URL: url } })
  try {
    const stopApp = await startProcess([...program, server], url, {
      ...{ FIREKEEP_URL: firekeep.url, APP_URL: url },
    })
    const stop = async () => {
      await stopApp()
      await firekeep.stop()
    }
    return { url, firekeep, stop }
  } catch (error) {
    await firekeep.stop()
    throw error
  }
}

function readCommands(name: string) {
  const readme = readFileSync(join(projectFolder, 'examples', name, 'README.md'), 'utf8')
  const bundle = /^INIT_BUNDLE=(\S+) npm start$/m.exec(readme)?.[1]
  const server = /^node (\S+)$/m.exec(readme)?.[1]
  if (bundle === undefined || server === undefined) throw new Error(`the README of ${name} does not say how`)
  return { bundle, server }
}

/** Below the ports that systems give to outgoing connections, so that it is still free in a moment. */
async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(port, 'localhost', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

/** Resolves when it answers; rejects with what it wrote when it ends before. */
async function startProcess(
  [program = '', ...parameters]: readonly string[],
  url: string,
  env: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const { PATH, HOME } = process.env
  const child = spawn(program, parameters, {
    cwd: projectFolder,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve()
    })
    child.once('close', () => resolve())
  })
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const giveUpAt = performance.now() + readyWithinMs
  while (performance.now() < giveUpAt && child.exitCode === null && child.pid !== undefined) {
    if (await isServed(url)) return stop
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`${parameters.at(-1)} did not answer at ${url}:\n${output}`)
}

async function isServed(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}
