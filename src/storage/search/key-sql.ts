/** Ranges of keys. */
import { type SQL, sql } from 'drizzle-orm'
import { sortedKeys } from '../../engine/ports/search-index.ts'
import { afterPrefix } from './index-tables.ts'

/** Begins with the prefix. */
export function isWithin(v: SQL, prefix: string): SQL {
  const end = afterPrefix(prefix)
  return end === null ? sql`${v} >= ${prefix}::text` : sql`(${v} >= ${prefix}::text and ${v} < ${end}::text)`
}

/** Whether a key of the parameter is one that it is sorted by. */
export function isSorted(v: SQL, number: number): SQL {
  const { from, to } = sortedKeys
  return sql`(${v} >= ${`${number}:${from}`}::text and ${v} < ${`${number}:${to}`}::text)`
}
