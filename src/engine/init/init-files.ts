/** Reads the entries of INIT_BUNDLE: a file or a folder of them, each with Bundles, lists of resources or single ones. */

import { parseJson } from '../../formats/json-text.ts'
import { parseYamlDocuments } from '../../formats/yaml.ts'
import { messageOf } from '../../kernel/errors.ts'
import { isJsonObject, type JsonValue } from '../../kernel/json.ts'
import { type FindVariable, fillVariables } from './fill-variables.ts'
import { type InitEntry, toInitEntry } from './init-entry.ts'

export interface FileAccess {
  readonly kindOfPath: (path: string) => Promise<'file' | 'folder' | null>
  readonly listFiles: (folder: string) => Promise<readonly string[]>
  readonly readTextFile: (path: string) => Promise<string>
}

export interface InitFiles {
  readonly entries: readonly InitEntry[]
  readonly problems: readonly string[]
}

const initFile = /\.(ya?ml|json)$/i

/** Never throws for what is in the files: the problems of all of them are listed. */
export async function readInitFiles(
  path: string,
  files: FileAccess,
  findVariable: FindVariable,
): Promise<InitFiles> {
  const kind = await files.kindOfPath(path)
  if (kind === null) return { entries: [], problems: [`${path}: there is no such file or folder`] }
  const paths = kind === 'file' ? [path] : (await files.listFiles(path)).filter((name) => initFile.test(name))
  const read = await Promise.all(paths.map((file) => readInitFile(file, files, findVariable)))
  const entries = read.flatMap((one) => one.entries)
  return { entries, problems: [...read.flatMap(({ problems }) => problems), ...findTwins(entries)] }
}

async function readInitFile(path: string, files: FileAccess, findVariable: FindVariable): Promise<InitFiles> {
  let documents: readonly JsonValue[]
  try {
    const text = await files.readTextFile(path)
    // JSON that is not also YAML exists (tabs); an unknown ending is read as YAML, which most JSON is.
    documents = /\.json$/i.test(path) ? [parseJson(text)] : parseYamlDocuments(text)
  } catch (error) {
    return { entries: [], problems: [`${path}: ${messageOf(error)}`] }
  }
  const entries: InitEntry[] = []
  const problems: string[] = []
  const found = documents.flatMap(listEntries)
  for (const [index, { value, isOfBundle }] of found.entries()) {
    const place = found.length > 1 ? `${path}, entry ${index + 1}` : path
    const filled = fillVariables(value ?? null, findVariable)
    problems.push(...filled.problems.map((problem) => `${place}: ${problem}`))
    if (filled.problems.length > 0) continue
    const entry = toInitEntry(filled.value, place, isOfBundle)
    if (typeof entry === 'string') problems.push(entry)
    else entries.push(entry)
  }
  return { entries, problems }
}

interface Found {
  readonly value: JsonValue | undefined
  readonly isOfBundle: boolean
}

/** An empty document, as a `---` at the end makes one, has none. */
function listEntries(value: JsonValue | undefined): readonly Found[] {
  if (value === null) return []
  if (Array.isArray(value)) return value.flatMap(listEntries)
  if (!isJsonObject(value) || value.resourceType !== 'Bundle') return [{ value, isOfBundle: false }]
  const { entry } = value
  if (entry === undefined) return []
  const listed = Array.isArray(entry) ? entry : [entry]
  return listed.map((item) => ({ value: item, isOfBundle: true }))
}

/** Two entries of one resource would write two versions of it at every start. */
function findTwins(entries: readonly InitEntry[]): readonly string[] {
  const first = new Map<string, string>()
  return entries.flatMap(({ type, id, place }) => {
    const other = first.get(`${type}/${id}`)
    if (other !== undefined) return [`${place}: is in ${other}, too`]
    first.set(`${type}/${id}`, place)
    return []
  })
}
