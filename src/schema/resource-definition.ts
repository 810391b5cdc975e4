/** What a resource type is made of: the one description that routes, validation, storage and documents derive from. */
import type { Static, TSchema } from '@sinclair/typebox'
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Meta } from './datatypes/resource.ts'
import type { Interaction } from './interactions.ts'
import type { Lifetime } from './lifetime.ts'

/** A JSON Schema (draft-07 vocabulary) as plain JSON; TypeBox schemas are such objects. */
export type JsonSchema = TSchema | JsonObject

export type SearchType = 'string' | 'token' | 'reference' | 'date' | 'number' | 'quantity' | 'uri'

export interface SearchParameter {
  readonly name: string
  readonly type: SearchType
  /** A subset of FHIRPath: `name.given`, `identifier.where(system='x').value`, `a | b`. */
  readonly path: string
  readonly description?: string
  /** Of tokens: whatever their case. There is an index for it where the path leads to fields of the resource itself. */
  readonly ignoreCase?: boolean
}

/** `S` carries the type of the documents: `ResourceOf<typeof Client>`. */
export interface ResourceDefinition<S extends JsonSchema = JsonSchema> {
  /** Upper camel case, such as `Patient`. */
  readonly type: string
  readonly description?: string
  /**
   * The resource without `resourceType`, `id` and `meta`, which are added. Closed unless it says
   * `additionalProperties: true`. Custom keywords: `x-secret: true` (a string that is hashed and never
   * returned), `x-reference: [types]` (a Reference and what it may point to).
   */
  readonly schema: S
  readonly search?: readonly SearchParameter[]
  /** `false`: only the current version is kept. Default true. */
  readonly history?: boolean
  /** How resources end by themselves and are removed. Only in code, and without history. */
  readonly lifetime?: Lifetime
  /** Which interactions are offered over HTTP. Default all that are served. */
  readonly interactions?: readonly Interaction[]
  readonly examples?: readonly JsonObject[]
  /** Rules that a schema cannot say. Returns the problems, an empty list when there are none. Must not throw. */
  readonly check?: (resource: JsonObject) => readonly Issue[]
}

/** A document of a type, as its schema says, with what every resource has; `JsonObject` where the schema is not known. */
export type ResourceOf<D extends ResourceDefinition> = JsonSchema extends D['schema']
  ? JsonObject
  : (D['schema'] extends TSchema ? Static<D['schema']> : JsonObject) & ResourceParts

/** `id` and `meta` are the server's: a document that is not stored yet may be without them. */
type ResourceParts = { resourceType: string; id?: string; meta?: Static<typeof Meta> }
