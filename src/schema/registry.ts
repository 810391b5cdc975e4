/** All resource types of a server, compiled once at the start. */
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Interaction } from './interactions.ts'
import type { Lifetime } from './lifetime.ts'
import type { JsonSchema, SearchParameter } from './resource-definition.ts'

/** A definition made ready: everything that a request needs is compiled. */
export interface ResourceType {
  readonly type: string
  /** Lower case of the type: the name of its table. */
  readonly table: string
  readonly description: string
  readonly history: boolean
  /** Absent: resources stay until somebody deletes them. */
  readonly lifetime?: Lifetime
  /** What may be offered over HTTP, served or not. */
  readonly interactions: ReadonlySet<Interaction>
  /** Declared parameters by name; `_id` and its like are the engine's. */
  readonly search: ReadonlyMap<string, SearchParameter>
  /** The whole JSON Schema, with `resourceType`, `id` and `meta`. */
  readonly jsonSchema: JsonSchema
  /** Paths of `x-secret` fields, such as `['secret']`; empty for most types. */
  readonly secretPaths: readonly (readonly string[])[]
  readonly examples: readonly JsonObject[]
  /**
   * The document as it is checked and stored: without nulls and empty objects or lists, references in their one form.
   * Content that the schema does not describe is kept as it came.
   */
  readonly normalise: (resource: JsonObject) => JsonObject
  /** The same with pauses in between, for a large one. */
  readonly normaliseInSlices: (resource: JsonObject) => Promise<JsonObject>
  /** All the problems of a normalised document, each with its FHIRPath expression (`Client.auth.x`); empty when it is valid. Does not look at secrets' strength. */
  readonly validate: (resource: JsonObject) => readonly Issue[]
  /** The same, where the schema's problems have been found elsewhere: with what the type's own rules add. */
  readonly addRules: (resource: JsonObject, found: readonly Issue[]) => readonly Issue[]
}

export interface Registry {
  readonly get: (type: string) => ResourceType | undefined
  /** In the order of definition. */
  readonly types: readonly ResourceType[]
}
