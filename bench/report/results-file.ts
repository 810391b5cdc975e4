/** Results as JSON: of one machine, all commands in one file, the last run of each. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { projectFolder } from '../server-process.ts'
import type { Report } from './report.ts'

export interface RunFacts {
  /** ISO 8601. */
  readonly at: string
  readonly commit: string
  readonly bun: string
  /** The words of the command line. */
  readonly options: readonly string[]
  readonly note?: string
}

export interface Results {
  readonly machine: { readonly cores: number; readonly cpu: string; readonly memoryGb: number }
  /** By the title of the report. */
  readonly reports: Readonly<Record<string, RunFacts & Report>>
}

const folder = join('bench', 'results')

/** Such as `2-amd-epyc`: machines that count as the same. */
function machineName(): string {
  const { cores, cpu } = machineFacts()
  return `${cores}-${cpu
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`
}

function machineFacts(): Results['machine'] {
  const found = cpus()
  return {
    cores: found.length,
    cpu: found[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
  }
}

/** Results of earlier are kept where the report has another title. */
export function writeResults(
  path: string,
  reports: readonly Report[],
  facts: Pick<RunFacts, 'options' | 'note'>,
): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results).reports : {}
  const commit = git('rev-parse', '--short', 'HEAD')?.trim() ?? 'unknown'
  const run: RunFacts = { at: new Date().toISOString(), commit, bun: Bun.version, ...facts }
  const now = Object.fromEntries(reports.map((report) => [report.title, { ...run, ...report }]))
  const results: Results = { machine: machineFacts(), reports: { ...before, ...now } }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(results, toShortFigure, 2)}\n`)
}

/** Four digits are more than is known. */
function toShortFigure(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value
}

/** `path`: of a file; undefined: what is committed for this machine. Throws Error when there is none. */
export function readResults(path: string | undefined): Results {
  if (path !== undefined) return JSON.parse(readFileSync(path, 'utf8'))
  const file = join(folder, `${machineName()}.json`)
  const text = git('show', `HEAD:${file}`)
  if (text === undefined) throw new Error(`No results of this machine are committed: there is no ${file}`)
  return JSON.parse(text)
}

function git(...words: string[]): string | undefined {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
    return execFileSync('git', words, { cwd: projectFolder, encoding: 'utf8', stdio, maxBuffer: 1e8 })
  } catch {
    return undefined
  }
}
