/**
 * A pool that is replaced when one of its connections was cut. postgres.js 3.4 keeps the handle of a write that was
 * planned when the connection closed, and then never sends anything on the one that it opens instead: each query that
 * meets it would wait for the connect time-out.
 */
import type { Sql } from '../database.ts'

export interface RenewablePool {
  /** Has `unsafe` and `begin`; whatever pool is the current one runs them. */
  readonly sql: Sql
  close(timeoutSeconds: number): Promise<void>
}

/** postgres.js' words for a lost connection, those of sockets, and PostgreSQL's for a session that is ended. */
const cut = /^(CONNECTION_(CLOSED|DESTROYED)|CONNECT_TIMEOUT|ECONNRESET|EPIPE|57P0[1-3])$/
const retireSeconds = 5

export function createRenewablePool(connect: () => Sql): RenewablePool {
  let current = connect()

  function watch<T extends PromiseLike<unknown>>(pool: Sql, work: T): T {
    work.then(undefined, (error: unknown) => {
      if (pool !== current || !cut.test(String((error as { code?: unknown } | null)?.code))) return
      current = connect()
      // What waits in the old one may still be answered; then it ends.
      pool.end({ timeout: retireSeconds }).catch(() => {})
    })
    return work
  }

  const delegate = {
    unsafe: (...words: Parameters<Sql['unsafe']>) => watch(current, current.unsafe(...words)),
    begin: (...words: [string, Parameters<Sql['begin']>[1]]) => watch(current, current.begin(...words)),
  }
  return {
    sql: delegate as unknown as Sql,
    close: (timeoutSeconds) => current.end({ timeout: timeoutSeconds }),
  }
}
