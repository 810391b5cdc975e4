/** Makes the tables of resource types when a server first knows the type. */
import { getTableName, sql } from 'drizzle-orm'
import { type CurrentTable, type HistoryTable, indexTables, resourceTables } from '../../drizzle/schema.ts'
import type { IndexKind } from '../engine/ports/search-index.ts'
import type { ResourceType } from '../schema/registry.ts'
import { createStatements, namesOf } from './create-table.ts'
import { lifetimeIndexes } from './lifetime-statements.ts'
import { list, toText } from './statement.ts'

export type TableOwner = Pick<ResourceType, 'type' | 'table' | 'history' | 'lifetime'> &
  Partial<Pick<ResourceType, 'search'>>

/** Lower-case letters and digits only, so that a name can be quoted as it is and never meets an internal table. */
const tableName = /^[a-z][a-z0-9]{0,50}$/

/** Throws for a name that cannot be a table: a programming error of the schema's loader. */
export function checkTableName(table: string): void {
  if (!tableName.test(table)) throw new Error(`not usable as the name of a table: ${JSON.stringify(table)}`)
}

/** What a database lacks, in words, and the statements that make it. */
export interface Lack {
  readonly what: string
  readonly statements: readonly string[]
}

/** What there is, by name; columns as `table.column`. */
export interface Existing {
  readonly names: ReadonlySet<string>
  readonly hasLz4: boolean
}

/** Tables of a type that are not there, or lack a column or an index. `kinds`: of entries of its index. */
export function findTableLacks(
  owner: TableOwner,
  kinds: ReadonlySet<IndexKind>,
  { names, hasLz4 }: Existing,
): Lack[] {
  checkTableName(owner.table)
  const { current, history } = resourceTables(owner.table, owner)
  const entries = indexTables(owner.table)
  const indexes = owner.lifetime === undefined ? [] : [...lifetimeIndexes(owner.table, owner.lifetime)]
  const isMissing = (...wanted: readonly string[]) => wanted.some((name) => !names.has(name))
  const lacks: Lack[] = []
  const add = (what: string, ...statements: readonly string[]) => lacks.push({ what, statements })
  const name = getTableName(current)
  const columns = [
    ...createStatements(current),
    ...compression(current, hasLz4),
    ...indexes.map(([, text]) => text),
  ]
  if (isMissing(...namesOf(current), ...indexes.map(([index]) => index))) add(`table ${name}`, ...columns)
  if (names.has(name) && isMissing(`${name}.keys`)) add(`column ${name}.keys`, addKeys(current))
  if (history !== undefined && isMissing(...namesOf(history)))
    add(`table ${getTableName(history)}`, ...historyStatements(current, history, hasLz4))
  for (const kind of ['key', 'span', 'number'] as const)
    if (kinds.has(kind) && isMissing(...namesOf(entries[kind])))
      add(`table ${getTableName(entries[kind])}`, ...createStatements(entries[kind]))
  return lacks
}

function addKeys(current: CurrentTable): string {
  const { keys } = current
  return toText(sql`alter table ${current} add column if not exists ${keys} ${sql.raw(keys.getSQLType())}`)
}

/** A type whose history is switched on later starts it with its current versions. */
function historyStatements(current: CurrentTable, history: HistoryTable, lz4: boolean): string[] {
  const { id, txid, cts, ts, resourceType, status, resource } = history
  const columns = list([id, txid, cts, ts, resourceType, status, resource])
  const first = toText(
    sql`insert into ${history} (${columns}) select ${columns} from ${current} on conflict do nothing`,
  )
  return [...createStatements(history), ...compression(history, lz4), first]
}

/** lz4 costs PostgreSQL a fifth less time a write than its default. */
function compression(table: CurrentTable | HistoryTable, lz4: boolean): string[] {
  return lz4 ? [toText(sql`alter table ${table} alter column ${table.resource} set compression lz4`)] : []
}
