/**
 * Measures the large-scale structure of this checkout, or of another one: `npm run structure [-- <checkout>]`. How many times
 * five requests change the top-level folder of `src` and enter functions, and what of the text is a sign of crumbs and copies.
 * `--files`: the files of each way instead of its rooms.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Way } from './five-requests.ts'

const words = process.argv.slice(2)
const root = resolve(words.find((word) => !word.startsWith('--')) ?? process.cwd())

interface SourceFile {
  readonly path: string
  readonly lines: readonly string[]
}

function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').trimEnd().split('\n') }))
}

/** Casts to a type; `as const` and renamed imports are none. */
function countCasts(files: readonly SourceFile[]): number {
  const isCode = (line: string) => !/^\s*(\/\/|\*|\/\*|import |export \{)/.test(line)
  const casts = (line: string) => line.match(/\)?\s\bas (?!const\b)[A-Z{([a-z]/g)?.length ?? 0
  return files.reduce(
    (sum, { lines }) => sum + lines.filter(isCode).reduce((all, line) => all + casts(line), 0),
    0,
  )
}

/** Pairs of places that share six or more lines of code which say something. */
function countDuplicates(files: readonly SourceFile[]): number {
  const length = 6
  const places = new Map<string, number>()
  for (const { lines } of files) {
    const code = lines
      .map((line) => line.trim())
      .filter((line) => line.length > 3 && !/^(import|export \*|\/|\*)/.test(line))
    for (let at = 0; at + length <= code.length; at++) {
      const window = code.slice(at, at + length).join('\n')
      places.set(window, (places.get(window) ?? 0) + 1)
    }
  }
  return [...places.values()].filter((count) => count > 1).length
}

function textFigures(files: readonly SourceFile[]): Record<string, number> {
  const upTo = (most: number) => files.filter(({ lines }) => lines.length <= most).length
  const total = files.reduce((sum, { lines }) => sum + lines.length, 0)
  const oauth = files.filter(({ path }) => /\/src\/(auth|oauth|policies)\//.test(path))
  return {
    files: files.length,
    lines: total,
    'files of 10 lines or fewer': upTo(10),
    'files of 20 lines or fewer': upTo(20),
    'casts (as)': countCasts(files),
    'uses of Static<> or ResourceOf<>': files.reduce(
      (sum, { lines }) => sum + (lines.join('\n').match(/\b(Static|ResourceOf)</g)?.length ?? 0),
      0,
    ),
    'windows of six lines that stand twice': countDuplicates(files),
    'share of the authorization rooms, %': Math.round(
      (100 * oauth.reduce((sum, { lines }) => sum + lines.length, 0)) / total,
    ),
  }
}

function traceWays(): readonly Way[] {
  const script = fileURLToPath(new URL('five-requests.ts', import.meta.url))
  const child = Bun.spawnSync([process.execPath, script, root], { cwd: root, stderr: 'inherit' })
  if (child.exitCode !== 0) throw new Error('the traced run failed')
  return JSON.parse(child.stdout.toString().trim().split('\n').at(-1) ?? '[]')
}

const ways = traceWays()
console.log('| request | changes of folder | function entries |\n| --- | --- | --- |')
for (const { request, changes, entries } of ways) console.log(`| ${request} | ${changes} | ${entries} |`)
console.log('\n| text of src | |\n| --- | --- |')
for (const [name, figure] of Object.entries(textFigures(readSources(join(root, 'src'))))) {
  console.log(`| ${name} | ${figure} |`)
}
console.log('\nThe rooms of each way:\n')
const areFilesWanted = words.includes('--files')
for (const { request, rooms, files } of ways) {
  console.log(`- ${request}: ${(areFilesWanted ? files : rooms).join(' → ')}`)
}
