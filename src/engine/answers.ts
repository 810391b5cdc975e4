/** What an operation did, in words that any surface can make an answer of. */
import { toJsonTextInSlices } from '../formats/json-slices.ts'
import { parseJson, toJsonText } from '../formats/json-text.ts'
import { largeLength } from '../formats/large-documents.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { withoutElements } from './element-paths.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import type { Query } from './parameters.ts'
import type { Allowed } from './ports/access.ts'
import type { Version } from './ports/store.ts'

export interface Answer {
  /** 304: the caller's copy is current. */
  readonly status: 200 | 201 | 204 | 304
  readonly kind: 'resource' | 'bundle' | 'empty'
  /** A resource or a Bundle as JSON text, as the store has it where nothing of it is secret or hidden. */
  readonly text?: string
  /** A document made by the engine: an OperationOutcome. Write it with `toJsonText`: it may carry digits. */
  readonly value?: JsonObject
  /** For `ETag`. */
  readonly versionId?: string
  /** Milliseconds since 1970, for `Last-Modified`. */
  readonly lastUpdated?: number
  /** Of a write, for `Location`. */
  readonly location?: { readonly type: string; readonly id: string; readonly versionId: string }
}

/** How a caller sees the resources of a type. */
export interface View {
  readonly type: ResourceType
  readonly decision: Allowed
}

/** The document for a Bundle; digits of numbers are kept. */
function toAnswerResource(view: View, version: Version): JsonObject {
  return withoutHidden(view, toDocument(version))
}

function withoutHidden({ type, decision }: View, document: JsonObject): JsonObject {
  const open = withoutSecrets(type, document)
  return decision.hide === undefined ? open : withoutElements(open, decision.hide)
}

/** The document for the answer of a single resource. */
export function toAnswerText(view: View, version: Version): string {
  return isAsStored(view) ? version.text : toJsonText(toAnswerResource(view, version))
}

function isAsStored({ type, decision }: View): boolean {
  return type.secretPaths.length === 0 && decision.hide === undefined
}

/** The whole document of a version, secrets included, with the digits of its numbers. */
export function toDocument(version: Version): JsonObject {
  const document = parseJson(version.text)
  return isJsonObject(document) ? document : {}
}

/** The same; a large one is parsed elsewhere. Without a promise for the others. */
export function readStored(
  { largeDocuments }: EngineParts,
  { asker }: Task,
  version: Version,
): JsonObject | Promise<JsonObject> {
  const isLarge = version.text.length > largeLength
  if (largeDocuments === undefined || !isLarge) return toDocument(version)
  return largeDocuments
    .parse(asker, 'json', version.text)
    .then((document) => (isJsonObject(document) ? document : {}))
}

/** As `toAnswerText`; of a large document without holding others up. */
function answerTextOf(parts: EngineParts, task: Task, version: Version): string | Promise<string> {
  const isLarge = version.text.length > largeLength
  if (!isLarge || isAsStored(task)) return toAnswerText(task, version)
  const shown = async () => withoutHidden(task, await readStored(parts, task, version))
  return shown().then((resource) => toJsonTextInSlices(resource))
}

export function toReadAnswer(parts: EngineParts, task: Task, version: Version): Answer | Promise<Answer> {
  const { versionId, lastUpdated } = version
  const toAnswer = (text: string): Answer => ({ status: 200, kind: 'resource', text, versionId, lastUpdated })
  const text = answerTextOf(parts, task, version)
  return typeof text === 'string' ? toAnswer(text) : text.then(toAnswer)
}

/** The answer of a create or an update, as `Prefer: return=…` wants it. */
export function toWriteAnswer(
  parts: EngineParts,
  task: Task,
  { outcome, version }: { readonly outcome: 'created' | 'updated'; readonly version: Version },
): Answer | Promise<Answer> {
  const { type, id, versionId, lastUpdated } = version
  const { returns } = task.conditions
  const status = outcome === 'created' ? 201 : 200
  const base = { status, versionId, lastUpdated, location: { type, id, versionId } } as const
  if (returns === 'minimal') return { ...base, kind: 'empty' }
  if (returns === 'OperationOutcome') return { ...base, kind: 'resource', value: toSuccess(outcome, version) }
  const text = answerTextOf(parts, task, version)
  if (typeof text === 'string') return { ...base, kind: 'resource', text }
  // It is written: no thread that is busy makes that a failure.
  const late = text.catch(() => toAnswerText(task, version))
  return late.then((text) => ({ ...base, kind: 'resource', text }))
}

/** https://hl7.org/fhir/R4/operationoutcome.html of something that went well. */
export function toSuccess(done: 'created' | 'updated' | 'deleted', version: Version): JsonObject {
  const diagnostics = `${version.type}/${version.id} was ${done}, version ${version.versionId}`
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', diagnostics }],
  }
}

/** An address in a Bundle, made from the base URL. */
export function toLink(relation: 'self' | 'next', baseUrl: string, path: string, query: Query): JsonObject {
  const text = new URLSearchParams(query.map(([name, value]) => [name, value])).toString()
  return { relation, url: `${baseUrl}/${path}${text === '' ? '' : `?${text}`}` }
}
