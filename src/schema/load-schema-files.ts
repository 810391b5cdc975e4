/** Reads the resource types of a folder: `.ts` modules whose default export is a definition, or the same parts as YAML or JSON. */
import { AppError, type Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonValue } from '../kernel/json.ts'
import { findFileProblems, type Neighbours } from './check/file-problems.ts'
import { describeProblem, type Path, type Problem } from './check/problem.ts'
import type { Interaction } from './interactions.ts'
import type { ResourceDefinition } from './resource-definition.ts'

/** What the runtime and the formats lend. */
export interface SchemaFileReader {
  readonly kindOfPath: (path: string) => Promise<'file' | 'folder' | null>
  /** Full paths of the files directly in a folder. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>
  readonly readTextFile: (path: string) => Promise<string>
  readonly importModule: (path: string) => Promise<Readonly<Record<string, unknown>>>
  /** These two throw an Error that says line and column. */
  readonly parseYaml: (text: string) => JsonValue
  readonly parseJson: (text: string) => JsonValue
  /** The line of what lies at a path in YAML or JSON, or of the nearest thing around it. */
  readonly findLine: (text: string, path: Path) => number | undefined
}

export interface LoadOptions {
  /** Types of the server itself. */
  readonly takenTypes?: readonly string[]
  /** Interactions that the server has; undefined: not looked at. */
  readonly served?: readonly Interaction[]
}

type FileReader = Omit<SchemaFileReader, 'kindOfPath'>

interface Read {
  readonly path: string
  readonly definition: unknown
  /** Of files in YAML and JSON. */
  readonly text?: string
}

interface Unreadable {
  readonly path: string
  readonly reason: string
}

const schemaFile = /(?<!\.d)\.(ts|js|mjs|yaml|yml|json)$/
const maxFileCharacters = 2_000_000

/**
 * The definitions in the order of their files' names. Throws one AppError `invalid` that names every broken file with all its
 * reasons, each with its place.
 */
export async function loadSchemaFiles(
  folder: string,
  reader: FileReader,
  { takenTypes = [], served }: LoadOptions = {},
): Promise<readonly ResourceDefinition[]> {
  const paths = (await reader.listFiles(folder)).filter((path) => schemaFile.test(path)).sort()
  const files: (Read | Unreadable)[] = []
  for (const path of paths) files.push(await readFile(path, reader))
  const read = files.filter((file) => 'definition' in file)
  const neighbours = { types: [...takenTypes, ...read.flatMap(typeOf)], served }
  const issues: Issue[] = [
    ...files.flatMap((file) =>
      'reason' in file ? [toIssue(file.path, file.reason)] : checkFile(file, neighbours, reader),
    ),
    ...findClashes(read, takenTypes),
  ]
  if (issues.length > 0) {
    const text = issues.map((issue) => `\n  ${issue.message}`).join('')
    throw new AppError('invalid', 'invalid-schema-file', `schema files cannot be used:${text}`, { issues })
  }
  // Checked above.
  return read.map(({ definition }) => definition as ResourceDefinition)
}

async function readFile(path: string, reader: FileReader): Promise<Read | Unreadable> {
  try {
    return { path, ...(await readDefinition(path, reader)) }
  } catch (error) {
    return { path, reason: describe(error, path) }
  }
}

/** In the order of their lines. */
function checkFile({ path, definition, text }: Read, neighbours: Neighbours, reader: FileReader): Issue[] {
  const lineOf = (problem: Problem) => (text === undefined ? undefined : reader.findLine(text, problem.path))
  return findFileProblems(definition, neighbours)
    .map((problem) => ({ problem, line: problem.path.length === 0 ? undefined : lineOf(problem) }))
    .sort((one, other) => (one.line ?? 0) - (other.line ?? 0))
    .map(({ problem, line }) =>
      toIssue(path, describeProblem(problem, line === undefined ? '' : `line ${line}`)),
    )
}

function typeOf({ definition }: Read): string[] {
  return isJsonObject(definition) && typeof definition.type === 'string' ? [definition.type] : []
}

async function readDefinition(path: string, reader: FileReader): Promise<Omit<Read, 'path'>> {
  if (/\.(ts|js|mjs)$/.test(path)) {
    const module = await reader.importModule(path)
    if (module.default === undefined) throw new Error('has no default export made with `defineResource`')
    return { definition: module.default }
  }
  const text = await reader.readTextFile(path)
  if (text.length > maxFileCharacters) throw new Error(`is larger than ${maxFileCharacters} characters`)
  return { definition: path.endsWith('.json') ? reader.parseJson(text) : reader.parseYaml(text), text }
}

/** Names are compared without case, as they become names of tables. */
function findClashes(files: readonly Read[], takenTypes: readonly string[]): Issue[] {
  const owners = new Map(takenTypes.map((type) => [type.toLowerCase(), 'the server itself']))
  return files.flatMap((file) =>
    typeOf(file).flatMap((type) => {
      const owner = owners.get(type.toLowerCase())
      if (owner !== undefined) return [toIssue(file.path, `type ${type} is already defined by ${owner}`)]
      owners.set(type.toLowerCase(), file.path)
      return []
    }),
  )
}

function toIssue(path: string, reason: string): Issue {
  return { code: 'invalid', message: `${path}: ${reason}` }
}

/** Errors of a runtime's module loader say where they are in `position`, in their text or in their stack. */
function describe(thrown: unknown, path: string): string {
  const error = thrown instanceof AggregateError && thrown.errors[0] !== undefined ? thrown.errors[0] : thrown
  if (!(error instanceof Error)) {
    const { message } = (error ?? {}) as { message?: unknown }
    return typeof message === 'string' ? message + findPosition(error) : String(error)
  }
  const message = error.message.split('\n')[0] ?? ''
  return message + (/line \d/.test(message) ? '' : findPosition(error) || findLine(error, path))
}

function findPosition(error: unknown): string {
  const { position } = error as { position?: { line?: number; column?: number } | null }
  return position?.line === undefined ? '' : ` (line ${position.line}, column ${position.column})`
}

/** Only places in the file itself: those of the server's own modules would mislead. */
function findLine(error: Error, path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const line = `${error.message}\n${error.stack ?? ''}`.split('\n').find((text) => text.includes(`${name}:`))
  const place = line === undefined ? null : /:(\d+):(\d+)/.exec(line.slice(line.indexOf(`${name}:`)))
  return place === null ? '' : ` (line ${place[1]}, column ${place[2]})`
}
