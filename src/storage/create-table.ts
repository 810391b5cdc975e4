/**
 * What makes a table of the description at run time. drizzle-kit writes migrations from the same description, but it
 * belongs to development and knows no `if not exists`.
 */
import { type Column, is, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type Index, IndexedColumn, type PgTable } from 'drizzle-orm/pg-core'
import { list, toText } from './statement.ts'

/** The table and its indexes. A test holds it to what drizzle-kit makes of the same description. */
export function createStatements(table: PgTable): string[] {
  const { columns, primaryKeys, indexes } = getTableConfig(table)
  const parts = [
    ...columns.map(columnDefinition),
    ...primaryKeys.map(
      (key) => sql`constraint ${sql.identifier(key.getName())} primary key (${list(key.columns)})`,
    ),
  ]
  return [
    sql`create table if not exists ${table} (${sql.join(parts, sql`, `)})`,
    ...indexes.map((index) => indexStatement(table, index)),
  ].map(toText)
}

/** Of the table and its indexes. */
export function namesOf(table: PgTable): string[] {
  const { name, indexes } = getTableConfig(table)
  return [name, ...indexes.map(indexName)]
}

function columnDefinition(column: Column): SQL {
  return sql`${column} ${sql.raw(column.getSQLType())}${sql.raw(column.notNull ? ' not null' : '')}`
}

function indexName({ config }: Index): string {
  if (config.name === undefined) throw new Error('an index needs a name')
  return config.name
}

function indexStatement(table: PgTable, index: Index): SQL {
  const { method = 'btree', columns } = index.config
  const keys = columns.map((column) => {
    if (!is(column, IndexedColumn) || column.name === undefined) throw new Error('an index is about columns')
    const { opClass } = column.indexConfig
    return sql`${sql.identifier(column.name)}${sql.raw(opClass === undefined ? '' : ` ${opClass}`)}`
  })
  return sql`create index if not exists ${sql.identifier(indexName(index))} on ${table}
  using ${sql.raw(method)} (${sql.join(keys, sql`, `)})`
}
