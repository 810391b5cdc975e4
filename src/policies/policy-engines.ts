/** Every engine by the name that a policy's `engine` says. */
import { allow } from './engines/allow.ts'
import { complex } from './engines/complex.ts'
import type { PolicyEngine } from './engines/engine.ts'
import { jsonSchema } from './engines/json-schema.ts'
import { matcho } from './engines/matcho.ts'
import { sql } from './engines/sql.ts'

export const policyEngines: ReadonlyMap<string, PolicyEngine> = new Map([
  ['allow', allow],
  ['matcho', matcho],
  ['json-schema', jsonSchema],
  ['sql', sql],
  ['complex', complex],
])

/** Fields that belong to an engine, each of which is refused beside another engine: it would look as if it counted. */
export const engineFields: ReadonlySet<string> = new Set(
  [...policyEngines.values()].flatMap((engine) => engine.fields),
)
