/**
 * Every table of the database. What is not a resource is made by the migrations beside this file, which
 * `npm run db:generate` writes from it; the tables of a resource type are made when a server first knows the type.
 */
import { sql } from 'drizzle-orm'
import {
  bigint,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  numeric,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
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

/**
 * The search parameters that types have an index of. Entries bear the number; a parameter that means something else than
 * before gets another one. `cursor`: the last id that the work in the background has done.
 */
export const searchIndex = pgTable(
  'firekeep_index',
  {
    type: bytewise('type').notNull(),
    /** Empty: what every resource has an entry of, the parameters that it has. */
    parameter: bytewise('parameter').notNull(),
    number: smallint('number').notNull(),
    kind: text('kind').notNull(),
    fingerprint: text('fingerprint').notNull(),
    state: text('state', { enum: ['building', 'complete', 'dropping'] }).notNull(),
    cursor: bytewise('cursor'),
  },
  (table) => [primaryKey({ name: 'firekeep_index_pkey', columns: [table.type, table.number] })],
)

/** Resources that a server with other search parameters wrote: their entries are made again. */
export const staleEntries = pgTable(
  'firekeep_stale',
  { type: bytewise('type').notNull(), id: bytewise('id').notNull() },
  (table) => [primaryKey({ name: 'firekeep_stale_pkey', columns: [table.type, table.id] })],
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

/** The resources of a type as they are now. */
const currentTable = (name: string) =>
  pgTable(
    name,
    {
      ...resourceColumns(),
      /** The entries of the index that the resource has, as text; null: they are not made yet. */
      keys: text('keys').array(),
    },
    (table) => [
      primaryKey({ name: `${name}_pkey`, columns: [table.id] }),
      index(`${name}_ts`).on(table.ts, table.id),
    ],
  )

export type CurrentTable = ReturnType<typeof currentTable>

/** Every version of them, the current one too. */
const historyTable = (name: string) =>
  pgTable(name, resourceColumns(), (table) => [
    primaryKey({ name: `${name}_pkey`, columns: [table.id, table.txid] }),
    index(`${name}_txid`).on(table.txid),
  ])

export type HistoryTable = ReturnType<typeof historyTable>

export interface ResourceTables {
  readonly current: CurrentTable
  /** Undefined: versions of the type are not kept. */
  readonly history: HistoryTable | undefined
}

/** The tables of a resource type. Names and columns are public: SQL policies read them. */
export function resourceTables(name: string, options: { readonly history: boolean }): ResourceTables {
  return {
    current: currentTable(name),
    history: options.history ? historyTable(`${name}_history`) : undefined,
  }
}

/** What resources are found by, in the order of values: `v` is the number of the parameter, a colon and the value. */
const keyTable = (name: string) =>
  pgTable(name, { v: bytewise('v').notNull(), id: bytewise('id').notNull() }, (table) => [
    primaryKey({ name: `${name}_pkey`, columns: [table.v, table.id] }),
  ])

/** Milliseconds since 1970: from `lo` on, to before `hi`. */
const spanTable = (name: string) =>
  pgTable(
    name,
    {
      p: smallint('p').notNull(),
      lo: doublePrecision('lo').notNull(),
      hi: doublePrecision('hi').notNull(),
      id: bytewise('id').notNull(),
    },
    (table) => [
      primaryKey({ name: `${name}_pkey`, columns: [table.id, table.p, table.lo, table.hi] }),
      index(`${name}_lo`).on(table.p, table.lo, table.id, table.hi),
      index(`${name}_hi`).on(table.p, table.hi, table.id, table.lo),
    ],
  )

/** `u`: what the unit of a quantity can be asked for by. */
const numberTable = (name: string) =>
  pgTable(
    name,
    {
      p: smallint('p').notNull(),
      n: numeric('n').notNull(),
      u: text('u').array().notNull(),
      id: bytewise('id').notNull(),
    },
    (table) => [
      primaryKey({ name: `${name}_pkey`, columns: [table.id, table.p, table.n, table.u] }),
      index(`${name}_n`).on(table.p, table.n, table.id, table.u),
    ],
  )

/** The index of a resource type by the kind of entries, whose tables are made where the type has a parameter of it. */
export function indexTables(name: string) {
  return {
    key: keyTable(`${name}_key`),
    span: spanTable(`${name}_span`),
    number: numberTable(`${name}_number`),
  }
}
