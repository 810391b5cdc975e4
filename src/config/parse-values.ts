/** Texts of environment variables → values; undefined when a text is not allowed. */
import { parseIpRange } from '../kernel/ip-range.ts'

export function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined
}

/** A whole number within bounds, both included. */
export function parseWhole(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : undefined
  }
}

export function parseSwitch(text: string): boolean | undefined {
  return text === 'on' ? true : text === 'off' ? false : undefined
}

export function parseChoice<Choice extends string>(
  ...choices: Choice[]
): (text: string) => Choice | undefined {
  return (text) => choices.find((choice) => choice === text)
}

/** An origin (RFC 6454 §6.1) without a slash at its end: scheme, host, port and nothing behind them. */
export function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  const isBare = url.pathname === '/' && !/[?#@\\]/.test(text) && !url.username
  return isBare && /^https?:\/\/[^/]/i.test(text) ? url.origin : undefined
}

export function parseOrigins(text: string): readonly string[] | undefined {
  return parseList(text, (item) => (item === '*' ? '*' : parseOrigin(item)))
}

export function parseIpRanges(text: string): readonly string[] | undefined {
  return parseList(text, (item) => (parseIpRange(item) ? item : undefined))
}

/** `postgres://` or `postgresql://` with a host, or a socket folder in `?host=`. */
export function parseDatabaseUrl(text: string): string | undefined {
  const url = URL.parse(text)
  return url && /^postgres(ql)?:$/.test(url.protocol) && text.includes('://') ? text : undefined
}

export function parseHost(text: string): string | undefined {
  return /^[A-Za-z0-9.:_-]+$/.test(text) ? text : undefined
}

/** A file, a folder, or `memory://`. */
export function parseDataDir(text: string): string | undefined {
  return text === 'memory://' || !text.includes('://') ? text : undefined
}

/** Any text of a bearable length. The lower bound is in UTF-16 units. */
export function parseSecret(minimum: number): (text: string) => string | undefined {
  return (text) => (text.trim() !== '' && text.length >= minimum && text.length <= 1024 ? text : undefined)
}

/** Paths, or names of files; blanks around them do not count. */
export function parsePaths(text: string): readonly string[] | undefined {
  const paths = text.split(',').map((path) => path.trim())
  return paths.includes('') ? undefined : paths
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a minute to ten years; 0 for `off` and `0`. */
export function parseAge(text: string): number | undefined {
  if (text === 'off' || text === '0') return 0
  const [, count, unit = ''] = /^(\d{1,7})([mhd])$/.exec(text) ?? []
  const ms = Number(count) * (unitsMs[unit] ?? Number.NaN)
  return ms >= 60_000 && ms <= 3650 * 86_400_000 ? ms : undefined
}

/** Words of letters and hyphens; `none` alone is the empty list. */
export function parseNames(text: string): readonly string[] | undefined {
  return text === 'none' ? [] : parseList(text, (item) => (/^[a-z][a-z-]*$/.test(item) ? item : undefined))
}

function parseList<Item>(
  text: string,
  parse: (item: string) => Item | undefined,
): readonly Item[] | undefined {
  const items = text.split(/[\s,]+/).filter((item) => item !== '')
  const values = items.map(parse).filter((value) => value !== undefined)
  return values.length === items.length ? values : undefined
}
