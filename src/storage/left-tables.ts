/** Tables of resource types that this server does not know any more, such as those of a schema file that is gone. */
import type { ResourceType } from '../schema/registry.ts'
import type { SqlRunner } from './database.ts'

export interface LeftType {
  readonly type: string
  /** At most `mostCounted` + 1, which means that there are more. */
  readonly rows: number
}

/** Counting stops here: nothing is slow on a large table. */
const mostCounted = 10_000
const mostTables = 200

/** Those that have resources. A table is one of ours by its columns. */
export async function findLeftTypes(
  runner: SqlRunner,
  types: readonly Pick<ResourceType, 'table'>[],
): Promise<readonly LeftType[]> {
  const known = new Set(types.map(({ table }) => table))
  const found = await runner.unsafe<{ name: string }[]>(ourTables)
  const left = found.map(({ name }) => name).filter((name) => !known.has(name) && !name.endsWith('_history'))
  const described: LeftType[] = []
  for (const name of left.slice(0, mostTables)) {
    // The name is one of the catalogue, and of lower-case letters and digits.
    const [row] = await runner.unsafe<{ type: string | null; rows: number }[]>(
      `select min(resource_type) as type, count(*)::int as rows from (select resource_type from "${name}" limit ${mostCounted + 1}) as counted`,
    )
    if (row?.type != null) described.push({ type: row.type, rows: row.rows })
  }
  return described
}

const ourTables = `select c.relname as name from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname ~ '^[a-z][a-z0-9_]*$'
group by c.relname
having array_agg(a.attname::text order by a.attname) filter (where a.attname <> 'keys')
  = array['cts', 'id', 'resource', 'resource_type', 'status', 'ts', 'txid']
order by c.relname`
