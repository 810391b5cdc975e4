/** `sql`: not offered yet. A policy that asks for it is refused when it is written, and never grants. */
import type { PolicyEngine } from './engine.ts'

export const sql: PolicyEngine = {
  fields: ['sql'],
  compile: (_rule, place) =>
    place.refuse('The engine sql is not offered yet', `${place.path}.engine`, 'not-supported'),
}
