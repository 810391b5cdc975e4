/** Reads the resource types of a folder: `.ts` modules whose default export is a definition, or the same parts as YAML or JSON. */
import { AppError, type Issue } from '../kernel/errors.ts'
import type { JsonValue } from '../kernel/json.ts'
import { completeSchema } from './complete-schema.ts'
import { findDefinitionProblems } from './definition-problems.ts'
import type { ResourceDefinition } from './resource-definition.ts'
import { compileSchema } from './schema-compiler.ts'

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
}

type FileReader = Omit<SchemaFileReader, 'kindOfPath'>

type Loaded = { readonly path: string } & (
  | { readonly definition: ResourceDefinition }
  | { readonly problems: readonly string[] }
)

const schemaFile = /(?<!\.d)\.(ts|js|mjs|yaml|yml|json)$/
const maxFileCharacters = 2_000_000

/**
 * The definitions in the order of their files' names. `takenTypes` are those of the server itself. Throws one AppError
 * `invalid` that names every broken file with its reasons.
 */
export async function loadSchemaFiles(
  folder: string,
  reader: FileReader,
  takenTypes: readonly string[] = [],
): Promise<readonly ResourceDefinition[]> {
  const paths = (await reader.listFiles(folder)).filter((path) => schemaFile.test(path)).sort()
  const files: Loaded[] = []
  for (const path of paths) files.push(await loadFile(path, reader))
  const issues: Issue[] = [
    ...files.flatMap((file) =>
      'problems' in file ? file.problems.map((reason) => toIssue(file.path, reason)) : [],
    ),
    ...findClashes(files, takenTypes),
  ]
  if (issues.length > 0) {
    const text = issues.map((issue) => `\n  ${issue.message}`).join('')
    throw new AppError('invalid', 'invalid-schema-file', `schema files cannot be used:${text}`, { issues })
  }
  return files.flatMap((file) => ('definition' in file ? [file.definition] : []))
}

async function loadFile(path: string, reader: FileReader): Promise<Loaded> {
  try {
    const definition = await readDefinition(path, reader)
    const problems = findDefinitionProblems(definition)
    if (problems.length > 0) return { path, problems }
    compileSchema(completeSchema(definition as ResourceDefinition))
    return { path, definition: definition as ResourceDefinition }
  } catch (error) {
    return { path, problems: [describe(error, path)] }
  }
}

async function readDefinition(path: string, reader: FileReader): Promise<unknown> {
  if (/\.(ts|js|mjs)$/.test(path)) {
    const module = await reader.importModule(path)
    if (module.default === undefined) throw new Error('has no default export made with `defineResource`')
    return module.default
  }
  const text = await reader.readTextFile(path)
  if (text.length > maxFileCharacters) throw new Error(`is larger than ${maxFileCharacters} characters`)
  return path.endsWith('.json') ? reader.parseJson(text) : reader.parseYaml(text)
}

/** Names are compared without case, as they become names of tables. */
function findClashes(files: readonly Loaded[], takenTypes: readonly string[]): Issue[] {
  const owners = new Map(takenTypes.map((type) => [type.toLowerCase(), 'the server itself']))
  return files.flatMap((file) => {
    if (!('definition' in file)) return []
    const key = file.definition.type.toLowerCase()
    const owner = owners.get(key)
    if (owner !== undefined)
      return [toIssue(file.path, `type ${file.definition.type} is already defined by ${owner}`)]
    owners.set(key, file.path)
    return []
  })
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
