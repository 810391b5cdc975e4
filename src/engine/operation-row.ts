/** What the server knows of one operation. Whatever lists operations derives from such rows. */
import type { Interaction } from '../schema/interactions.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { PerformInteraction } from './engine-parts.ts'
import type { OperationInfo } from './ports/access.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a successful answer consists of. */
export type AnswerKind =
  | 'resource'
  | 'searchset'
  | 'history'
  /** As `Prefer: return=…` wants it. */
  | 'written'
  /** The same, with `Location`. */
  | 'created'
  /** No body, the headers of a version. */
  | 'unchanged'
  | 'nothing'

/** Parameters that OpenAPI describes once for all operations; `search`: those that the type declares; `sort`: by which of them. */
export type ParameterName =
  | 'search'
  | 'sort'
  | '_format'
  | '_pretty'
  | '_id'
  | '_lastUpdated'
  | '_count'
  | 'historyCount'
  | '_total'
  | '_summary'
  | '_since'
  | 'noContent'
  | 'ifMatch'
  | 'ifNoneMatch'
  | 'ifOtherVersion'
  | 'ifModifiedSince'
  | 'preferReturn'
  | 'preferHandling'

/** An operation on resources of any type. Types offer it, unless their definition names other interactions. */
export interface EngineOperation extends OperationInfo {
  /** FHIR R4's name (valueset-type-restful-interaction), as CapabilityStatements and definitions have it. */
  readonly interaction: Interaction
  readonly method: Method
  /** The pattern of its path, from the base URL. */
  readonly place: `/:type${string}`
  readonly body: 'none' | 'resource'
  /** Letters of SMART's `cruds` that a credential with resource scopes needs. */
  readonly letters: string
  /** For OpenAPI; `{type}` stands for the type's name. */
  readonly summary: string
  readonly parameters: readonly ParameterName[]
  readonly answers: Readonly<Record<number, readonly [kind: AnswerKind, description: string]>>
  /** Statuses of problems, besides those that every operation can have. */
  readonly problems: readonly number[]
  readonly perform: PerformInteraction
}

/** An operation of the server itself: the surface carries it out. */
export interface SystemOperation extends OperationInfo {
  readonly method: 'GET'
  readonly places: readonly string[]
  /** Whether the paths are also there under `/fhir`. */
  readonly isUnderFhir: boolean
}

/** Of all that the server can: what a definition leaves to its type. */
export function findOffered(
  operations: readonly EngineOperation[],
  { interactions }: Pick<ResourceType, 'interactions'>,
): readonly EngineOperation[] {
  return operations.filter(({ interaction }) => interactions.has(interaction))
}

/** In the order of `Allow`. */
export const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** For `Allow` (RFC 9110 §10.2.1): HEAD follows GET, and OPTIONS is there always. */
export function toAllow(methods: Iterable<string>): readonly string[] {
  const taken = new Set([...methods, 'OPTIONS'])
  if (taken.has('GET')) taken.add('HEAD')
  return knownMethods.filter((method) => taken.has(method))
}
