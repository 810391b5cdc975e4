/** The data types that files in YAML and JSON name by `$ref: HumanName`; modules import the same from `define-resource`. */
import type { JsonObject } from '../../kernel/json.ts'
import { Reference } from '../reference.ts'
import { DateTime, FhirDate, Instant } from './date-time.ts'
import { Code, Extension, Text, Uri } from './element.ts'
import * as general from './general-purpose.ts'
import * as quantities from './quantities.ts'
import { Narrative } from './resource.ts'

const blocks: Readonly<Record<string, object>> = {
  ...general,
  ...quantities,
  ...{ Code, DateTime, Extension, FhirDate, Instant, Narrative, Text, Uri },
  Reference: Reference(),
}

/** In the order of the alphabet. */
export const buildingBlockNames: readonly string[] = Object.keys(blocks).sort()

/** A copy as plain JSON; undefined for any other name. */
export function findBuildingBlock(name: string): JsonObject | undefined {
  return Object.hasOwn(blocks, name) ? (JSON.parse(JSON.stringify(blocks[name])) as JsonObject) : undefined
}
