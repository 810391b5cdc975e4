/**
 * The statements of one resource type. Each is constant text, so that a connection prepares it once, and each write is
 * one statement: row, history and entries of the index change together or not at all (write-functions.ts).
 */
import { getTableName, type SQL, sql } from 'drizzle-orm'
import { type ResourceTables, resourceTables, txid } from '../../drizzle/schema.ts'
import { compile, fixed, literal, type Statement, toText } from './statement.ts'
import type { VersionRow } from './to-version.ts'

export const changeChannel = 'firekeep_change'

/** What a write or a removal answers with; without an id nothing was done, as the expectation did not hold. */
export type WrittenRow = { readonly [Name in keyof VersionRow]: VersionRow[Name] | null }

export interface TypeStatements {
  readonly read: Statement<VersionRow, 'id'>
  readonly vread: Statement<VersionRow, 'id' | 'version'>
  /** `isOpen`: the body is without its last brace. `message`: what other processes are told, null: nothing. */
  readonly write: Statement<
    WrittenRow,
    'id' | 'body' | 'isOpen' | 'expected' | 'entries' | 'known' | 'message'
  >
  readonly remove: Statement<WrittenRow, 'id' | 'expected' | 'message'>
}

export interface StatementOptions {
  readonly tables: ResourceTables
}

const id = sql`${sql.placeholder('id')}::text`
const message = sql`${sql.placeholder('message')}::text`
const version = sql`${sql.placeholder('version')}::bigint`
const expected = sql`${sql.placeholder('expected')}::bigint`

/** The columns, which every resource table has. */
const c = resourceTables('any', { history: false }).current

/** What `toVersion` reads of the only table of a statement. */
export const versionColumns = toText(sql`${c.id}, ${c.txid}::text as version_id,
  (extract(epoch from ${c.ts}) * 1000)::float8 as last_updated, ${c.status}, ${c.resource}::text as text`)
const versionOf = sql.raw(versionColumns)

/** Where the numbers of versions come from. */
export const numbers = fixed(literal(txid.seqName ?? ''))

/** As `Date.toISOString` writes it. */
function isoTime(moment: SQL): SQL {
  return sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The document with the store's three members of meta; the others stay. In a statement with a `stamp`. */
export function withMeta(document: SQL, createdAt: SQL): SQL {
  return sql`${document} || jsonb_build_object('meta',
    case when jsonb_typeof(${document} -> 'meta') = 'object' then ${document} -> 'meta' else '{}'::jsonb end
    || jsonb_build_object('versionId', stamp.txid::text, 'lastUpdated', ${isoTime(sql`stamp.ts`)},
      'createdAt', ${isoTime(createdAt)}))`
}

/** Of a write: what must be there before. Other values are numbers of versions. */
export const expectations = { any: '-1', absent: '-2', present: '-3', never: '-4' } as const

export function createTypeStatements({ tables }: StatementOptions): TypeStatements {
  const { current, history = current } = tables
  const table = getTableName(current)
  const call = (name: string, values: SQL) =>
    sql`select * from ${sql.identifier(`${table}_${name}`)}(${values})`
  const entries = sql`${sql.placeholder('entries')}::text::text[]`
  return {
    read: compile(['id'], sql`select ${versionOf} from ${current} where ${current.id} = ${id}`, table),
    vread: compile(
      ['id', 'version'],
      sql`select ${versionOf} from ${history} where ${history.id} = ${id} and ${history.txid} = ${version}`,
      table,
    ),
    write: compile(
      ['id', 'body', 'isOpen', 'expected', 'entries', 'known', 'message'],
      call(
        'write',
        sql`${id}, ${sql.placeholder('body')}, ${sql.placeholder('isOpen')}, ${expected}, ${entries}, ${sql.placeholder('known')}, ${message}`,
      ),
      table,
    ),
    remove: compile(
      ['id', 'expected', 'message'],
      call('remove', sql`${id}, ${expected}, ${message}`),
      table,
    ),
  }
}
