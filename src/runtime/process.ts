/** The process: its runtime, environment, arguments, terminal, exit and signals. */
import { writeSync } from 'node:fs'
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

export function writeOut(text: string): void {
  process.stdout.write(text)
}

/** For what is left when the process ends: nothing is written later. Never throws. */
export function writeOutAtOnce(text: string): void {
  try {
    const bytes = new TextEncoder().encode(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(process.stdout.fd, bytes, at)
  } catch {} // nobody reads it any more
}

/** Before the process ends by itself, is ended, or dies of an error that nobody caught. */
export function onExit(work: () => void): void {
  process.on('exit', work)
  process.on('uncaughtExceptionMonitor', work)
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
