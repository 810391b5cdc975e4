/** What the server knows of one operation. Whatever lists operations derives from such rows. */
import type { Interaction } from '../schema/interactions.ts'
import type { PerformInteraction } from './engine-parts.ts'
import type { OperationInfo } from './ports/access.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a successful answer consists of. */
export type Answer =
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

/** Parameters that OpenAPI describes once for all operations; `search`: those that the type declares. */
export type ParameterName =
  | 'search'
  | '_format'
  | '_pretty'
  | '_id'
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
  readonly answers: Readonly<Record<number, readonly [kind: Answer, description: string]>>
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
