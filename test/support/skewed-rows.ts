/** Many resources as SQL makes them in a moment: values that nearly all have, and values that few have. */
import type postgres from 'postgres'
import type { SearchParameter } from '../../src/schema/resource-definition.ts'

export const observationParameters: readonly SearchParameter[] = [
  { name: 'status', type: 'token', path: 'status' },
  { name: 'code', type: 'token', path: 'code' },
  { name: 'subject', type: 'reference', path: 'subject' },
  { name: 'name', type: 'string', path: 'name' },
  { name: 'on', type: 'date', path: 'on' },
  { name: 'value', type: 'quantity', path: 'value' },
  { name: 'rare', type: 'token', path: 'rare' },
  { name: 'identifier', type: 'token', path: 'identifier' },
]

/** The numbers of the parameters. */
export async function loadObservations(
  sql: postgres.Sql,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.unsafe<{ parameter: string; number: number }[]>(
    `select parameter, number from firekeep_index where type = 'Observation'`,
  )
  const numbers = new Map(rows.map(({ parameter, number }) => [parameter, Number(number)]))
  const n = (name: string) => String(numbers.get(name))
  await sql.unsafe(
    `
    create temporary table g as select i, md5(i::text) as id, random_of('a' || i) as r, random_of('b' || i) as q
      from generate_series(1, ${count}) as i, lateral (select 1) as one
  `.replaceAll(/random_of\(([^)]*)\)/g, `(('x' || substr(md5($1), 1, 7))::bit(28)::int / 268435456.0)`),
  )
  await sql.unsafe(`
    drop index if exists observation_resource;
    create temporary table e as
    select id, '${n('status')}:=' || case when r < 0.99 then 'final' when r < 0.995 then 'amended' else 'draft' end as v from g
    union all select id, '${n('code')}:=c' || floor(1000 * power(q, 4))::int from g
    union all select id, '${n('code')}:s:http://loinc|c' || floor(1000 * power(q, 4))::int from g
    union all select id, '${n('subject')}:=Patient/p' || i % (${count} / 20) from g
    union all select id, '${n('subject')}:i:p' || i % (${count} / 20) from g
    union all select id, '${n('name')}:=' || chr(97 + floor(26 * power(r, 2))::int) || substr(md5('n' || floor(q * 5000)), 1, 6) from g
    union select id, '${n('name')}:=' || chr(97 + floor(26 * q)::int) || substr(md5('m' || floor(r * 5000)), 1, 6) from g where q < 0.5
    union all select id, '${n('rare')}:=x' from g where q > 0.99
    union all select id, '${n('identifier')}:=' || i from g
    union all select id, '0:,' || string_agg(number::text, ',' order by number) || ',' from g cross join (values
      (${n('status')}), (${n('code')}), (${n('subject')}), (${n('name')}), (${n('on')}), (${n('value')}), (${n('rare')}), (${n('identifier')})
    ) as p(number) where (number <> ${n('on')} or r < 0.98) and (number <> ${n('rare')} or q > 0.99) group by id;
    insert into observation_key (v, id) select v, id from e order by v, id;
    insert into observation_span (p, lo, hi, id)
      select ${n('on')}, d, d + 86400000, id from (select id, 1420070400000 + floor(q * 3000) * 86400000 as d from g where r < 0.98) as s;
    insert into observation_span (p, lo, hi, id)
      select ${n('on')}, d, d + 86400000, id from (select id, 1420070400000 + floor(r * 3000) * 86400000 as d from g where q < 0.1 and r < 0.98) as s
      on conflict do nothing;
    insert into observation_number (p, n, u, id) select ${n('value')}, round((r * 200)::numeric, 1), '{cmg}', id from g;
    create temporary table k as select id, array_agg(v order by v collate "C") as keys from e group by id;
    insert into observation (id, txid, cts, ts, resource_type, status, resource, keys)
      select id, i, moment, moment, 'Observation', 'created', jsonb_build_object('id', id, 'resourceType', 'Observation',
        'pad', repeat('lorem ipsum ', 20)), keys
      from g join k using (id) cross join lateral (select '2023-12-25'::timestamptz + i / 3 * interval '1 minute' as moment) as m;
  `)
  await sql.unsafe('vacuum analyze observation, observation_key, observation_span, observation_number')
  return numbers
}
