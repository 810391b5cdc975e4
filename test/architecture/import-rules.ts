/** Which part of the source may import which: the table of docs/architecture.md is the rule. */
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { type ProjectFile, withoutComments } from './project-files.ts'

interface Rule {
  /** Folders or files of src; a part may always import itself. `*`: everything. */
  readonly own: readonly string[]
  /** Packages, or `node:*`. */
  readonly packages: readonly string[]
}

const rules = readRules(readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8'))

/** Rows whose first cell names a room, and whose last lists rooms and, in backticks, packages. */
export function readRules(markdown: string): ReadonlyMap<string, Rule> {
  const rows = [...markdown.matchAll(/^\| `([^`]+)` \|.*\| ([^|]+) \|$/gm)]
  return new Map(rows.map(([, room = '', cell = '']) => [room, toRule(cell)]))
}

function toRule(cell: string): Rule {
  const names = cell.split(',').map((name) => name.trim())
  const isPackage = (name: string) => name.startsWith('`')
  return {
    own: names
      .filter((name) => !isPackage(name) && name !== 'nothing')
      .map((name) => (name === 'everything' ? '*' : name)),
    packages: names.filter(isPackage).map((name) => name.slice(1, -1)),
  }
}

export interface Import {
  readonly specifier: string
  readonly isTypeOnly: boolean
}

const importPattern =
  /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*(['"])([^'"\n]+)\3/g

export function findImports(text: string): readonly Import[] {
  return [...withoutComments(text).matchAll(importPattern)].map((match) => ({
    specifier: match[2] ?? match[4] ?? '',
    isTypeOnly: match[1] !== undefined,
  }))
}

/** One sentence for each import of a file of src that the table does not allow. */
export function findWrongImports({ path, text }: ProjectFile): readonly string[] {
  const file = path.replace(/^src\//, '')
  const part = partOf(file)
  const rule = rules.get(part)
  if (!rule) return [`${path}: no rule for this part of src`]
  return findImports(text)
    .filter(({ specifier }) => !isAllowed(specifier, file, part, rule))
    .map(({ specifier }) => `${path} imports ${specifier}`)
}

function isAllowed(specifier: string, file: string, part: string, rule: Rule): boolean {
  if (!specifier.startsWith('.')) {
    return rule.packages.some((name) =>
      name === 'node:*'
        ? specifier.startsWith('node:')
        : specifier === name || specifier.startsWith(`${name}/`),
    )
  }
  const target = posix.join(posix.dirname(file), specifier)
  if (target === '../package.json') return part === 'kernel'
  return [part, ...rule.own].some((name) => name === '*' || target === name || target.startsWith(`${name}/`))
}

function partOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file
}
