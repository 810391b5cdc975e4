/**
 * Every table of the database. What is not a resource is made by the migrations beside this file, which
 * `npm run db:generate` writes from it; the tables of a resource type are made when a server first knows the type.
 */
import { sql } from 'drizzle-orm'
import {
  bigint,
  customType,
  index,
  integer,
  json,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

/** Compared byte by byte, whatever the locale of the database. */
const bytewise = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

const milliseconds = (name: string) => bigint(name, { mode: 'number' })
const moment = (name: string) => timestamp(name, { withTimezone: true }).notNull()

/** One number for every write of the whole database: `meta.versionId` of resources. */
export const txid = pgSequence('firekeep_txid')

/** What is not a resource: codes, tokens, counters, keys. Times are milliseconds since 1970 of the server's clock. */
export const record = pgTable(
  'firekeep_record',
  {
    kind: bytewise('kind').notNull(),
    key: bytewise('key').notNull(),
    groupKey: bytewise('group_key'),
    value: json('value').notNull(),
    uses: integer('uses').default(0).notNull(),
    createdAt: milliseconds('created_at').notNull(),
    expiresAt: milliseconds('expires_at'),
    lastUsedAt: milliseconds('last_used_at'),
    previouslyUsedAt: milliseconds('previously_used_at'),
  },
  (table) => [
    primaryKey({ name: 'firekeep_record_pkey', columns: [table.kind, table.key] }),
    index('firekeep_record_group').on(table.kind, table.groupKey).where(sql`${table.groupKey} is not null`),
    index('firekeep_record_expiry').on(table.expiresAt).where(sql`${table.expiresAt} is not null`),
  ],
)

const resourceColumns = () => ({
  id: bytewise('id').notNull(),
  txid: bigint('txid', { mode: 'bigint' }).notNull(),
  /** When the resource was created. */
  cts: moment('cts'),
  /** When this version was written. */
  ts: moment('ts'),
  resourceType: text('resource_type').notNull(),
  status: text('status').notNull(),
  resource: jsonb('resource').notNull(),
})

/** The resources of a type as they are now, found by values of the document through one index. */
const currentTable = (name: string) =>
  pgTable(name, resourceColumns(), (table) => [
    primaryKey({ name: `${name}_pkey`, columns: [table.id] }),
    index(`${name}_resource`).using('gin', table.resource.op('jsonb_path_ops')),
  ])

export type ResourceTable = ReturnType<typeof currentTable>

/** Every version of them, the current one too. */
const historyTable = (name: string): ResourceTable =>
  pgTable(name, resourceColumns(), (table) => [
    primaryKey({ name: `${name}_pkey`, columns: [table.id, table.txid] }),
    index(`${name}_txid`).on(table.txid),
  ])

export interface ResourceTables {
  readonly current: ResourceTable
  /** Undefined: versions of the type are not kept. */
  readonly history: ResourceTable | undefined
}

/** The tables of a resource type. Names and columns are public: SQL policies read them. */
export function resourceTables(name: string, options: { readonly history: boolean }): ResourceTables {
  return {
    current: currentTable(name),
    history: options.history ? historyTable(`${name}_history`) : undefined,
  }
}
