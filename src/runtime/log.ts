/** The server's log on standard output: a line an event, coloured for people or JSON for machines. */
import type { Clock } from '../kernel/clock.ts'
import type { Log, LogLevel } from '../kernel/log.ts'
import { createLineBuffer, type LineBuffer } from './line-buffer.ts'
import { onExit, wantsColours, writeOut, writeOutAtOnce } from './process.ts'

export interface LogOptions {
  readonly level: LogLevel
  readonly format: 'pretty' | 'json'
  readonly clock: Clock
  /** `isUrgent`: what went wrong does not wait. Default: standard output, in batches. */
  readonly write?: (line: string, isUrgent: boolean) => void
  readonly colours?: boolean
}

const weights: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }
const notPrintable = '(not printable)'
const levelColours: Readonly<Record<LogLevel, number>> = { debug: 90, info: 36, warn: 33, error: 31 }

/** Callers never pass secrets: nothing is redacted here. Never throws, whatever the fields are. */
export function createLog({
  level,
  format,
  clock,
  write = bufferedOut(),
  colours: coloured,
}: LogOptions): Log {
  const hasColours = coloured ?? wantsColours()
  const log =
    (lineLevel: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      if (weights[lineLevel] < weights[level]) return
      const time = new Date(clock.now()).toISOString()
      const line =
        format === 'json'
          ? jsonLine({ time, level: lineLevel, message }, fields)
          : prettyLine(time, lineLevel, message, fields, hasColours)
      write(`${line}\n`, weights[lineLevel] >= weights.warn)
    }
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
}

let standardOut: LineBuffer | undefined

/** A write costs more than what it writes: lines of one moment go out together. A process has one standard output. */
function bufferedOut(): NonNullable<LogOptions['write']> {
  if (standardOut === undefined) {
    const buffer = createLineBuffer(writeOut)
    standardOut = buffer
    onExit(() => writeOutAtOnce(buffer.take()))
  }
  return standardOut.add
}

function jsonLine(head: Record<string, string>, fields: Record<string, unknown>): string {
  return areScalars(fields)
    ? asciiControls(JSON.stringify({ ...head, ...fields, ...head }))
    : anyLine(head, fields)
}

/** As those of an access line are: nothing of them can fail, or has to be looked into. */
function areScalars(fields: Record<string, unknown>): boolean {
  for (const name in fields) {
    const value = fields[name]
    const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    if (!isScalar && value !== undefined) return false
  }
  return true
}

function anyLine(head: Record<string, string>, fields: Record<string, unknown>): string {
  const plain = Object.entries(fields).map(([name, value]) => [
    name,
    isPrintable(value) ? value : notPrintable,
  ])
  return toJson({ ...head, ...Object.fromEntries(plain), ...head })
}

function prettyLine(
  time: string,
  level: LogLevel,
  message: string,
  fields: Record<string, unknown>,
  hasColours: boolean,
): string {
  const paint = (code: number, text: string) => (hasColours ? `\u001b[${code}m${text}\u001b[0m` : text)
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${paint(90, `${name}=`)}${prettyValue(value)}`)
  return `${paint(90, time.slice(11, 23))} ${paint(levelColours[level], level.padEnd(5))} ${oneLine(message)}${pairs.join('')}`
}

function prettyValue(value: unknown): string {
  if (typeof value !== 'string') return toJson(value)
  return /^[\w./:@+-]+$/.test(value) ? value : toJson(value)
}

/** Control characters could forge lines or move the cursor. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}

function toJson(value: unknown): string {
  return asciiControls(
    isPrintable(value) ? (JSON.stringify(value, toPlain) ?? 'null') : JSON.stringify(notPrintable),
  )
}

/** JSON leaves DEL and the C1 controls as they are, and terminals obey them. */
function asciiControls(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function isPrintable(value: unknown): boolean {
  try {
    JSON.stringify(value, toPlain)
    return true
  } catch {
    return false
  }
}

function toPlain(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (!(value instanceof Error)) return value
  return { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
}
