/** A resource type as storage knows it: its tables, who is told of its changes, and its statements. */
import { resourceTables } from '../../drizzle/schema.ts'
import type { ResourceType } from '../schema/registry.ts'
import { createTypeStatements, type TypeStatements } from './type-statements.ts'

export interface StoredType {
  readonly type: string
  readonly table: string
  readonly history: boolean
  /** Whether writes tell other processes. */
  readonly notify: boolean
  /** Whether listeners are told of its changes. */
  readonly watched: boolean
  readonly statements: TypeStatements
}

export interface Listeners {
  /** Types whose changes are told. */
  readonly watchedTypes?: readonly string[]
  /** Whether there are other processes to tell. */
  readonly hasOthers: boolean
}

export function toStoredTypes(
  types: readonly Pick<ResourceType, 'type' | 'table' | 'history'>[],
  { watchedTypes, hasOthers }: Listeners,
): ReadonlyMap<string, StoredType> {
  return new Map(
    types.map(({ type, table, history }) => {
      const watched = watchedTypes?.includes(type) ?? false
      const notify = watched && hasOthers
      const statements = createTypeStatements({ type, tables: resourceTables(table, { history }), notify })
      return [type, { type, table, history, watched, notify, statements }]
    }),
  )
}
