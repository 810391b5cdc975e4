/** The lists of parameters that resources of a type have, of which there are few where documents are alike. */
import { sql } from 'drizzle-orm'
import type { Searching } from './searching.ts'

const most = 64

/** Undefined: more than a search can go through one by one. */
export async function findSignatures({ ask, tables }: Searching): Promise<readonly string[] | undefined> {
  const next = (after: string) => sql.raw(`x.v > ${after} and x.v < '0:-'`)
  const found = await ask<{ v: string }>(sql`with recursive w(v) as (
      (select x.v from ${tables.key} as x where ${next("'0:'")} order by x.v limit 1)
      union all
      select (select x.v from ${tables.key} as x where ${next('w.v')} order by x.v limit 1) from w where w.v is not null
    ) select w.v from w where w.v is not null limit ${most + 1}::int`)
  return found.length > most ? undefined : found.map(({ v }) => v)
}
