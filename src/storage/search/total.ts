/** How many resources a filter holds of, exactly. */
import { type SQL, sql } from 'drizzle-orm'
import { walkById } from './by-id.ts'
import { chooseDriver, type Driver } from './choose-driver.ts'
import { allOf, type Filter, partsOf } from './filter.ts'
import { filterSql, needsRow } from './filter-sql.ts'
import { countInSlices } from './run-walk.ts'
import type { Searching } from './searching.ts'
import { armSql, type Sources } from './sources.ts'

/** Throws AppError `search-too-costly`. */
export async function countAll(searching: Searching, filter: Filter): Promise<number> {
  if (searching.slices !== undefined) {
    const driver = await chooseDriver(searching, filter, { count: 0, takes: 'lists' })
    const walk = walkById(searching, filter, driver)
    return walk === undefined ? 0 : await countInSlices(searching, walk)
  }
  const [refused, ...others] = partsOf(filter)
  if (refused?.kind === 'not' && refused.of.kind === 'keys' && others.length === 0) {
    const [all, some] = [await countAll(searching, allOf([])), await countAll(searching, refused.of)]
    return Math.max(0, all - some)
  }
  const driver = await chooseDriver(searching, filter, { count: 0, takes: 'any' })
  if (driver.kind === 'none') return 0
  const [row] = await searching.askFreely<{ total: number }>(countSql(searching, filter, driver))
  return row?.total ?? 0
}

function countSql({ tables }: Searching, filter: Filter, driver: Exclude<Driver, { kind: 'none' }>): SQL {
  if (driver.kind === 'sources') {
    const asked = filterSql(driver.rest, { tables, alias: 'c', hasRow: false, isFenced: false })
    return sql`select count(*)::float8 as total from (${idsOf(driver.sources, tables)}) as c where ${asked}`
  }
  const asked = filterSql(filter, { tables, alias: 'c', hasRow: needsRow(filter), isFenced: false })
  return sql`select count(*)::float8 as total from ${tables.main} as c where ${asked}`
}

/** Each once. */
function idsOf({ of }: Sources, tables: Searching['tables']): SQL {
  const arms = of.map((source) => sql`(${armSql(source, tables, {})})`)
  const [only, ...more] = of
  const isList = more.length === 0 && (only?.kind === 'key' || only?.kind === 'ids')
  const all = sql.join(arms, sql` union all `)
  return isList ? all : sql`select distinct u.id from (${all}) as u`
}
