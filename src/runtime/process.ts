/** The process: its runtime, environment, arguments, terminal, exit and signals. */
import process from 'node:process'

export const runtimeName: 'bun' | 'deno' = typeof Bun === 'undefined' ? 'deno' : 'bun'

export function runtimeVersion(): string {
  return runtimeName === 'bun' ? `Bun ${Bun.version}` : `Deno ${process.versions.deno ?? ''}`
}

/** A snapshot: later changes of the environment are not seen. */
export function environment(): Record<string, string | undefined> {
  return { ...process.env }
}

/** What follows the script's name on the command line. */
export function commandLine(): readonly string[] {
  return process.argv.slice(2)
}

export function exit(code: number): never {
  process.exit(code)
}

export function isTerminal(): boolean {
  return Boolean(process.stdout.isTTY)
}

/** Colours are for people who did not decline them (https://no-color.org). */
export function wantsColours(): boolean {
  return isTerminal() && !process.env.NO_COLOR
}

/** Lines share a write, which costs as much as the making of a line. */
const togetherMs = 5
const togetherLength = 64 * 1024

let waiting = ''
let timer: ReturnType<typeof setTimeout> | undefined
let isFlushedAtExit = false

/** Behind what waits. */
export function writeOut(text: string): void {
  clearTimeout(timer)
  timer = undefined
  const whole = waiting + text
  waiting = ''
  if (whole !== '') process.stdout.write(whole)
}

/** In order with `writeOut`, but some milliseconds later; at the end of the process before that, unless it is killed. */
export function writeOutSoon(text: string): void {
  waiting += text
  if (!isFlushedAtExit) process.on('exit', () => writeOut(''))
  isFlushedAtExit = true
  if (waiting.length >= togetherLength) writeOut('')
  else timer ??= setTimeout(writeOut, togetherMs, '')
}

export function writeError(text: string): void {
  process.stderr.write(text)
}

/** Calls `stop` at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function onStopSignal(stop: (signal: string) => void): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1)
      isStopping = true
      stop(signal)
    })
  }
}

/** Milliseconds since the process began. */
export function uptimeMs(): number {
  return Math.round(process.uptime() * 1000)
}
