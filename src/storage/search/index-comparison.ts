/** SQL that compares the entries of a row (`t.keys`, see entries.ts) with the tables of the index. */
import { numbersOf, spansOf } from '../write-functions.ts'

/** Whether a table lacks an entry of the row `t`, or has another one of its id. Keys of other ids are found by `leftEntries`. */
export function isTorn(table: string, kinds: readonly string[]): string {
  const parts = [
    `exists (select from unnest(t.keys) as v where v collate "C" < 'd'
      and not exists (select from "${table}_key" as k where k.v = v.v and k.id = t.id))`,
  ]
  for (const [kind, columns, entries] of [
    ['span', 'p, lo, hi', spansOf],
    ['number', 'p, n, u', numbersOf],
  ] as const) {
    if (!kinds.includes(kind)) continue
    const own = `select distinct ${columns} from (${entries('t.keys')}) as own`
    const there = `select ${columns} from "${table}_${kind}" as x where x.id = t.id`
    parts.push(`exists ((${own}) except (${there}))`, `exists ((${there}) except (${own}))`)
  }
  return `(${parts.join(' or ')})`
}

/**
 * The walk over a table for entries that nobody has: in the order of its primary key, from after ($1, $2) up to ($3, $4). `next`
 * finds the end of a part.
 */
export function leftEntries(table: string, kind: string) {
  const entries = `"${table}_${kind}"`
  const [order, first] = kind === 'key' ? ['v, id', 'v'] : ['id', `''`]
  const after = kind === 'key' ? '(x.v, x.id) > ($1::text, $2::text)' : `$1::text = '' and x.id > $2::text`
  const until = kind === 'key' ? '(x.v, x.id) <= ($3::text, $4::text)' : `$3::text = '' and x.id <= $4::text`
  const isOwn = kind === 'key' ? 'x.v = any(t.keys)' : 'true'
  const nobodys = `not exists (select from "${table}" as t where t.id = x.id and ${isOwn})`
  const range = (isLast: boolean) =>
    isLast ? `${after} and ($3::text || $4::text) is not null` : `${after} and ${until}`
  return {
    next: (count: number) =>
      `select ${first} as v, id from ${entries} as x where ${after} order by ${order} offset ${count} limit 1`,
    wrong: (isLast: boolean) => `select x.id from ${entries} as x where ${range(isLast)} and ${nobodys}`,
    remove: (isLast: boolean) => `delete from ${entries} as x where ${range(isLast)} and ${nobodys}`,
  }
}
