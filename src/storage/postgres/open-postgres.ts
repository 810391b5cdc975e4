/** Opens a PostgreSQL server: a small pool, prepared statements, and time-outs so that no statement holds a connection for ever. */
import postgres from 'postgres'
import type { Log } from '../../kernel/log.ts'
import type { Database, Sql } from '../database.ts'
import { createClientPool } from './client-pool.ts'
import { createListener } from './create-listener.ts'

const connectTimeoutSeconds = 5
/** postgres.js waits in vain for a connection that was cut in the middle of a statement and not used since. */
const closeTimeoutSeconds = 2
const longestBackoffSeconds = 0.5
const lockTimeoutMs = 3_000

/** Beside those of the pool. */
const searchConnections = 3

export interface PostgresOptions {
  readonly url: string
  /** Default `url`. For what needs a session of its own, LISTEN and migrations, where `url` leads to a pooler that gives none. */
  readonly sessionUrl?: string
  readonly log: Log
  /** Connections of the pool; default 5, of which one table takes four: they served more than eight did. */
  readonly poolSize?: number
  /** Default true. False: `url` leads to a pooler that lends connections for one transaction each. */
  readonly prepare?: boolean
  /** Default 30,000. */
  readonly statementTimeoutMs?: number
}

export function openPostgres(options: PostgresOptions): Database {
  const { url, sessionUrl = url, prepare = true, statementTimeoutMs = 30_000 } = options
  const first = toSettings({
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
  })
  const open = (size: number) =>
    createClientPool({
      size,
      connect: (onclose) => connect(url, { onclose, prepare }),
      first,
      maxSilenceMs: statementTimeoutMs + 10_000,
    })
  const pool = open(options.poolSize ?? 5)
  const searches = open(searchConnections)
  return {
    sql: pool.sql,
    searches: { sql: searches.sql, size: searchConnections, inSlices: false },
    isUp: pool.isUp,
    connectOnce: () => connect(sessionUrl, { max_lifetime: null }),
    listen: (channel, handlers) =>
      createListener({
        connect: (more) =>
          connect(sessionUrl, { max_lifetime: null, idle_timeout: null, ...more }, 'firekeep listen'),
        channel,
        handlers,
        log: options.log,
      }),
    async close() {
      await Promise.all([pool.close(closeTimeoutSeconds), searches.close(closeTimeoutSeconds)])
    },
  }
}

/**
 * Only what every pooler between knows is a parameter of the connection's start; PgBouncer refuses others.
 * More than one connection a client, and every query makes the next one dearer.
 */
function connect(url: string, more: Record<string, unknown>, name = 'firekeep'): Sql {
  return postgres(url, {
    max: 1,
    fetch_types: false,
    connect_timeout: connectTimeoutSeconds,
    // The default grows to 20 s.
    backoff: (retries: number) => Math.min(0.02 * 2 ** retries, longestBackoffSeconds),
    onnotice() {},
    connection: { application_name: name, TimeZone: 'UTC' },
    ...more,
  } as postgres.Options<Record<string, never>>) as unknown as Sql
}

/** One text, so that it is one round trip. */
function toSettings(milliseconds: Readonly<Record<string, number>>): string {
  return Object.entries(milliseconds)
    .map(([name, value]) => `set ${name} = ${value}`)
    .join('; ')
}
