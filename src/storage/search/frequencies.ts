/**
 * How many resources there are behind what a search could begin with: counted up to a bound, and remembered for a minute.
 * What is old only makes a search dearer.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { IndexTables } from './index-tables.ts'
import { integer } from './index-tables.ts'
import { armSql, isOrdered, type Sources } from './sources.ts'

export interface Frequency {
  /** Entries, at most the bound that was asked for and one. */
  readonly count: number
  /** Of what is in order: the last id of those that were counted. The greater it is, the fewer they are. */
  readonly last: string | null
}

export type Ask = <Row>(statement: SQL) => Promise<readonly Row[]>

interface Known extends Frequency {
  readonly bound: number
  readonly at: number
}

const rememberedMs = 60_000
const mostRemembered = 2_000
/** Characters of what was counted: long lists of values are rare, and could fill the memory. */
const longestKey = 2_000

export interface Frequencies {
  /** In the order of the options. */
  count(
    ask: Ask,
    tables: IndexTables,
    options: readonly Sources[],
    bound: number,
  ): Promise<readonly Frequency[]>
  /** About how many resources the table has. */
  sizeOf(ask: Ask, tables: IndexTables): Promise<number>
}

export function createFrequencies(now: () => number = () => performance.now()): Frequencies {
  const known = new Map<string, Known>()
  const recall = (key: string, bound: number): Known | undefined => {
    const found = known.get(key)
    const isOf = found !== undefined && (found.bound >= bound || found.count <= found.bound)
    return isOf && now() - found.at < rememberedMs ? found : undefined
  }
  const remember = (key: string, found: Frequency, bound: number) => {
    if (key.length > longestKey) return
    known.delete(key)
    known.set(key, { ...found, bound, at: now() })
    const [oldest] = known.keys()
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest)
  }
  return {
    async count(ask, tables, options, bound) {
      const keys = options.map(({ of }) => `${tables.name} ${JSON.stringify(of)}`)
      const found = keys.map((key): Frequency | undefined => recall(key, bound))
      const asked = options.flatMap((one, at) => (found[at] === undefined ? [{ one, at }] : []))
      if (asked.length > 0) {
        const parts = asked.map(({ one, at }) => countSql(one, tables, { at, bound }))
        for (const { at, n, last } of await ask<Counted>(sql.join(parts, sql` union all `))) {
          const counted = { count: n, last }
          found[at] = counted
          remember(keys[at] as string, counted, bound)
        }
      }
      return found.map((one) => one ?? { count: bound + 1, last: null })
    },
    async sizeOf(ask, tables) {
      const key = tables.name
      const recalled = recall(key, Number.MAX_SAFE_INTEGER)
      if (recalled !== undefined) return recalled.count
      const [row] = await ask<{ n: number }>(sizeSql(tables))
      remember(key, { count: row?.n ?? 0, last: null }, Number.MAX_SAFE_INTEGER)
      return row?.n ?? 0
    },
  }
}

interface Counted {
  readonly at: number
  readonly n: number
  readonly last: string | null
}

function countSql(
  option: Sources,
  tables: IndexTables,
  { at, bound }: { readonly at: number; readonly bound: number },
): SQL {
  const [only, ...more] = option.of
  if (only === undefined) return sql`select ${integer(at)} as at, 0 as n, null::text as last`
  const isList = more.length === 0 && isOrdered(option)
  const arms = option.of.map((source) => sql`(${armSql(source, tables, { isOrdered: isList })})`)
  const all = sql.join(arms, sql` union all `)
  return sql`select ${integer(at)} as at, count(*)::int as n, ${isList ? sql`max(c.id)` : sql`null::text`} as last
    from (select c.id from (${all}) as c limit ${bound + 1}::int) as c`
}

/** Never analysed: by the pages, of which one has about eight resources. */
function sizeSql({ name }: IndexTables): SQL {
  return sql`select (case when reltuples >= 0 then reltuples
    else pg_relation_size(oid) / 1024 end)::float8 as n from pg_class where oid = ${name}::text::regclass`
}
