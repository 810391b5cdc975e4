/** `sql`: not offered yet. A policy that asks for it is refused when it is written, and never grants. */
import type { Engine } from './engine.ts'

export const sql: Engine = {
  fields: ['sql'],
  compile: (_rule, scope) =>
    scope.refuse('The engine sql is not offered yet', `${scope.path}.engine`, 'not-supported'),
}
