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

/** Beside those of the pool. */
const searchConnections = 3

export interface PostgresOptions {
  readonly url: string
  readonly log: Log
  /** Connections of the pool; default 4, which served more than 8 did. */
  readonly poolSize?: number
  /** Default 30,000. */
  readonly statementTimeoutMs?: number
}

export function openPostgres(options: PostgresOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000
  const connect = (timeoutMs: number, more: Record<string, unknown> = {}): Sql =>
    postgres(options.url, {
      // More than one, and every query makes the next one dearer.
      max: 1,
      fetch_types: false,
      connect_timeout: connectTimeoutSeconds,
      // The default grows to 20 s, which requests would wait after a short outage.
      backoff: (retries: number) => Math.min(0.02 * 2 ** retries, longestBackoffSeconds),
      onnotice() {},
      connection: {
        application_name: 'firekeep',
        statement_timeout: timeoutMs,
        idle_in_transaction_session_timeout: 60_000,
        TimeZone: 'UTC',
      },
      ...more,
    } as postgres.Options<Record<string, never>>) as unknown as Sql
  const pool = createClientPool(options.poolSize ?? 4, () => connect(statementTimeoutMs))
  const searches = createClientPool(searchConnections, () => connect(statementTimeoutMs))
  return {
    sql: pool.sql,
    searches: { sql: searches.sql, size: searchConnections, inSlices: false },
    connectOnce: () => connect(0, { max_lifetime: null }),
    listen: (channel, handlers) =>
      createListener({
        connect: (more) => connect(statementTimeoutMs, { max_lifetime: null, idle_timeout: null, ...more }),
        channel,
        handlers,
        log: options.log,
      }),
    async close() {
      await Promise.all([pool.close(closeTimeoutSeconds), searches.close(closeTimeoutSeconds)])
    },
  }
}
