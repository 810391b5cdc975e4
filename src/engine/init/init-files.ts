/** Reads the resources of INIT_BUNDLE: a file or a folder of them, each a Bundle, a list of resources or a single one. */

import { parseJson } from '../../formats/json-text.ts'
import { parseYaml } from '../../formats/yaml.ts'
import { messageOf } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { isResourceId } from '../../schema/resource-id.ts'

export interface FileAccess {
  readonly kindOfPath: (path: string) => Promise<'file' | 'folder' | null>
  readonly listFiles: (folder: string) => Promise<readonly string[]>
  readonly readTextFile: (path: string) => Promise<string>
}

/** A resource and where it was found, such as `init.yaml, entry 3 (Client/webapp)`. */
export interface InitResource {
  readonly place: string
  readonly type: string
  readonly id: string
  readonly resource: JsonObject
}

export interface InitFiles {
  readonly resources: readonly InitResource[]
  readonly problems: readonly string[]
}

const initFile = /\.(ya?ml|json)$/i

/** Never throws for what is in the files: the problems of all of them are listed. */
export async function readInitFiles(path: string, files: FileAccess): Promise<InitFiles> {
  const kind = await files.kindOfPath(path)
  if (kind === null) return { resources: [], problems: [`${path}: there is no such file or folder`] }
  const paths = kind === 'file' ? [path] : (await files.listFiles(path)).filter((name) => initFile.test(name))
  const read = await Promise.all(paths.map((file) => readInitFile(file, files)))
  return {
    resources: read.flatMap(({ resources }) => resources),
    problems: read.flatMap(({ problems }) => problems),
  }
}

async function readInitFile(path: string, files: FileAccess): Promise<InitFiles> {
  let value: JsonValue
  try {
    const text = await files.readTextFile(path)
    // JSON that is not also YAML exists (tabs); an unknown ending is read as YAML, which most JSON is.
    value = /\.json$/i.test(path) ? parseJson(text) : parseYaml(text)
  } catch (error) {
    return { resources: [], problems: [`${path}: ${messageOf(error)}`] }
  }
  const entries = toEntries(value).map((entry, index, all) =>
    toInitResource(entry, all.length > 1 ? `${path}, entry ${index + 1}` : path),
  )
  return {
    resources: entries.filter((entry) => typeof entry !== 'string'),
    problems: entries.filter((entry) => typeof entry === 'string'),
  }
}

function toEntries(value: JsonValue): readonly (JsonValue | undefined)[] {
  if (Array.isArray(value)) return value.flatMap(toEntries)
  if (!isJsonObject(value) || value.resourceType !== 'Bundle') return [value]
  const { entry } = value
  if (entry === undefined) return []
  if (!Array.isArray(entry)) return [undefined]
  return entry.map((item) => (isJsonObject(item) && isPut(item) ? item.resource : undefined))
}

/** Entries without a request are put; nothing else can be done at every start with the same result. */
function isPut({ request }: JsonObject): boolean {
  return request === undefined || (isJsonObject(request) && request.method === 'PUT')
}

function toInitResource(value: JsonValue | undefined, place: string): InitResource | string {
  if (!isJsonObject(value))
    return `${place}: must be a resource, in a Bundle with the method PUT or without one`
  const { resourceType: type, id } = value
  if (typeof type !== 'string') return `${place}: resourceType is missing`
  if (!isResourceId(id))
    return `${place} (${type}): needs an id, so that it is the same resource at every start`
  return { place: `${place} (${type}/${id})`, type, id, resource: value }
}
