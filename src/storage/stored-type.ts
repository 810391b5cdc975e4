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

type DescribedType = Pick<ResourceType, 'type' | 'table' | 'history'>

export interface Listeners {
  /** Types whose changes are told. */
  readonly watchedTypes?: readonly string[]
  /** Whether there are other processes to tell. */
  readonly hasOthers: boolean
}

export function toStoredTypes(
  types: readonly DescribedType[],
  listeners: Listeners,
): ReadonlyMap<string, StoredType> {
  return new Map(types.map((described) => [described.type, toStoredType(described, listeners)]))
}

/** Statements are compiled at their first use: drizzle takes a millisecond or two a type, and there may be many. */
function toStoredType(
  { type, table, history }: DescribedType,
  { watchedTypes, hasOthers }: Listeners,
): StoredType {
  const watched = watchedTypes?.includes(type) ?? false
  const notify = watched && hasOthers
  let statements: TypeStatements | undefined
  return {
    type,
    table,
    history,
    watched,
    notify,
    get statements() {
      statements ??= createTypeStatements({ tables: resourceTables(table, { history }) })
      return statements
    },
  }
}
