/** What an operation did, in words that any surface can make an answer of. */
import { parseJson, toJsonText } from '../formats/json-text.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { withoutElements } from './element-paths.ts'
import type { Query } from './parameters.ts'
import type { Allowed } from './ports/access.ts'
import type { Version } from './ports/store.ts'
import type { Conditions } from './preconditions.ts'

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
function toAnswerResource({ type, decision }: View, version: Version): JsonObject {
  const open = withoutSecrets(type, toDocument(version))
  return decision.hide === undefined ? open : withoutElements(open, decision.hide)
}

/** The document for the answer of a single resource. */
export function toAnswerText(view: View, version: Version): string {
  const isAsStored = view.type.secretPaths.length === 0 && view.decision.hide === undefined
  return isAsStored ? version.text : toJsonText(toAnswerResource(view, version))
}

/** The whole document of a version, secrets included, with the digits of its numbers. */
export function toDocument(version: Version): JsonObject {
  const document = parseJson(version.text)
  return isJsonObject(document) ? document : {}
}

export function toReadAnswer(view: View, version: Version): Answer {
  const { versionId, lastUpdated } = version
  return { status: 200, kind: 'resource', text: toAnswerText(view, version), versionId, lastUpdated }
}

/** The answer of a create or an update, as `Prefer: return=…` wants it. */
export function toWriteAnswer(
  view: View,
  { returns }: Conditions,
  { outcome, version }: { readonly outcome: 'created' | 'updated'; readonly version: Version },
): Answer {
  const { type, id, versionId, lastUpdated } = version
  const status = outcome === 'created' ? 201 : 200
  const base = { status, versionId, lastUpdated, location: { type, id, versionId } } as const
  if (returns === 'minimal') return { ...base, kind: 'empty' }
  if (returns === 'OperationOutcome') return { ...base, kind: 'resource', value: toSuccess(outcome, version) }
  return { ...base, kind: 'resource', text: toAnswerText(view, version) }
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
