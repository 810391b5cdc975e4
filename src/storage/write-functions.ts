/**
 * The functions of a resource type in the database: each write is one of them, called by one statement. A statement inside
 * sees what was committed when it begins, so that what is read after the lock on the id is true: in one statement of many
 * parts, whose sight is older than its lock, entries of the index would stay of what somebody else has just replaced
 * (docs/decisions/022-writes-are-functions.md).
 */
import type { IndexKind } from '../engine/ports/search-index.ts'
import { hashOf } from './hash-of.ts'
import { literal, toText } from './statement.ts'

export interface FunctionOwner {
  readonly type: string
  readonly table: string
  readonly history: boolean
  /** Kinds of entries that there are tables for. */
  readonly kinds: ReadonlySet<IndexKind>
  /** Of the parameters that the index has: entries of other ones are looked at again by whoever keeps these. */
  readonly signature: string
}

export interface WriteFunction {
  readonly name: string
  /** `create or replace` */
  readonly statement: string
  /** In the first line of its source: another one, and it has to be made again. */
  readonly mark: string
}

/** As a change of this type servers hear that what the index has is another, or has to be looked after. */
export const indexChange = 'firekeep_index'
export const indexMessage = JSON.stringify({ node: '', type: indexChange, id: '' })

/** As `Date.toISOString` writes it. */
const iso = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const meta = `'"meta":{"versionId":"' || version_id || '","lastUpdated":"' || ${iso('moment')}
    || '","createdAt":"' || ${iso('created')} || '"}}'`

/** What the document says of itself besides stays. */
const withMeta = (document: string) => `${document} || jsonb_build_object('meta',
    case when jsonb_typeof(${document} -> 'meta') = 'object' then ${document} -> 'meta' else '{}'::jsonb end
    || jsonb_build_object('versionId', version_id, 'lastUpdated', ${iso('moment')}, 'createdAt', ${iso('created')}))`

const answer = 'out id text, out version_id text, out last_updated float8, out status text, out text text'

const columns = 'id, txid, cts, ts, resource_type, status, resource'

/** Before the number is drawn: so numbers grow along every history, whoever writes at once. */
const lock = ({ type }: FunctionOwner) =>
  `perform pg_advisory_xact_lock(hashtextextended(${quoted(`${type}/`)} || wanted, 0));`

const quoted = (text: string) => toText(literal(text))

const stamp = `number := nextval('firekeep_txid');
  moment := date_trunc('milliseconds', clock_timestamp());
  version_id := number::text;`

const finish = ({ type, table, history }: FunctionOwner, created: string) => `${
  history
    ? `insert into "${table}_history" (${columns})
  values (wanted, number, ${created}, moment, ${quoted(type)}, status, document);`
    : ''
}
  if message is not null then
    perform pg_notify('firekeep_change', message);
  end if;
  id := wanted;
  last_updated := (extract(epoch from moment) * 1000)::float8;
  text := document::text;`

/** Of an array of entries, whose keys come first: which of them are spans and numbers (storage/search/entries.ts). */
export const spansOf = (entries: string) => `select substr(split_part(v, ':', 1), 2)::smallint as p,
      split_part(v, ':', 2)::float8 as lo, split_part(v, ':', 3)::float8 as hi
    from unnest(${entries}) as v where v collate "C" >= 'd' and v collate "C" < 'e'`
export const numbersOf = (entries: string) => `select substr(split_part(v, ':', 1), 2)::smallint as p,
      split_part(v, ':', 2)::numeric as n, substr(v, strpos(v, '{'))::text[] as u
    from unnest(${entries}) as v where v collate "C" >= 'n'`

function insertEntries({ table, kinds }: FunctionOwner, entries: string): string {
  const more = (
    from: string,
    statement: string,
  ) => `if ${entries}[cardinality(${entries})] collate "C" >= '${from}' then
    ${statement}
  end if;`
  return [
    `insert into "${table}_key" (v, id) select v, wanted from unnest(${entries}) as v where v collate "C" < 'd' on conflict do nothing;`,
    ...(kinds.has('span')
      ? [
          more(
            'd',
            `insert into "${table}_span" (p, lo, hi, id) select p, lo, hi, wanted from (${spansOf(entries)}) as s on conflict do nothing;`,
          ),
        ]
      : []),
    ...(kinds.has('number')
      ? [
          more(
            'n',
            `insert into "${table}_number" (p, n, u, id) select p, n, u, wanted from (${numbersOf(entries)}) as s on conflict do nothing;`,
          ),
        ]
      : []),
  ].join('\n  ')
}

function deleteEntries({ table, kinds }: FunctionOwner, entries: string): string {
  return [
    `delete from "${table}_key" as k where k.id = wanted and k.v = any(${entries});`,
    ...(kinds.has('span')
      ? [
          `delete from "${table}_span" as s using (${spansOf(entries)}) as g
  where s.id = wanted and s.p = g.p and s.lo = g.lo and s.hi = g.hi;`,
        ]
      : []),
    ...(kinds.has('number')
      ? [
          `delete from "${table}_number" as s using (${numbersOf(entries)}) as g
  where s.id = wanted and s.p = g.p and s.n = g.n and s.u = g.u;`,
        ]
      : []),
  ].join('\n  ')
}

/** What differs between the entries before and now; `except` also takes care of repetitions. */
const replaceEntries = (owner: FunctionOwner) => `if before is distinct from entries then
    gone := array(select unnest(before) except all select unnest(entries));
    entries := array(select v from (select unnest(entries) as v except select unnest(before)) as more order by v collate "C");
    ${deleteEntries(owner, 'gone')}
    ${insertEntries(owner, 'entries')}
  end if;`

const noteForeign = ({
  type,
  signature,
}: FunctionOwner) => `if known is distinct from ${quoted(signature)} then
    insert into firekeep_stale (type, id) values (${quoted(type)}, wanted) on conflict do nothing;
    perform pg_notify('firekeep_change', ${quoted(indexMessage)});
  end if;`

const variables = `declare
  number bigint;
  moment timestamptz;
  created timestamptz;
  document jsonb;
  before text[];
  gone text[];
  present bigint;`

const conflict = `raise exception 'changed meanwhile' using errcode = 'serialization_failure';`

/**
 * `expected`: the number of a version, or one of `expectations`. `is_open`: the body lacks its last brace, and says of `meta` nothing
 * that is to stay. An answer without id: the expectation did not hold.
 */
function writeFunction(owner: FunctionOwner): [string, string] {
  const { type, table } = owner
  const head = `"${table}_write"(wanted text, body text, is_open boolean, expected bigint, entries text[], known text,
  message text, ${answer})`
  return [
    head,
    `${variables}
begin
  ${lock(owner)}
  select t.txid, t.cts, t.keys into present, created, before from "${table}" as t where t.id = wanted;
  if expected <> -1 and (case expected when -2 then present is not null when -3 then present is null
      else present is distinct from expected end) then
    return;
  end if;
  ${stamp}
  if present is null then created := moment; end if;
  if is_open then document := (body || ${meta})::jsonb;
  else
    document := body::jsonb;
    document := ${withMeta('document')};
  end if;
  if present is null then
    status := 'created';
    insert into "${table}" (${columns}, keys)
    values (wanted, number, moment, moment, ${quoted(type)}, 'created', document, entries) on conflict do nothing;
    if not found then ${conflict} end if;
    ${insertEntries(owner, 'entries')}
  else
    status := 'updated';
    update "${table}" as t set txid = number, ts = moment, status = 'updated', resource = document, keys = entries
    where t.id = wanted;
    if not found then ${conflict} end if;
    ${replaceEntries(owner)}
  end if;
  ${noteForeign(owner)}
  ${finish(owner, 'created')}
end`,
  ]
}

function removeFunction(owner: FunctionOwner): [string, string] {
  const { table } = owner
  return [
    `"${table}_remove"(wanted text, expected bigint, message text, ${answer})`,
    `${variables}
begin
  ${lock(owner)}
  select t.txid, t.cts, t.keys, t.resource into present, created, before, document from "${table}" as t where t.id = wanted;
  if present is null or (expected <> -1 and present <> expected) then
    return;
  end if;
  ${stamp}
  status := 'deleted';
  document := ${withMeta('document')};
  delete from "${table}" as t where t.id = wanted;
  if not found then ${conflict} end if;
  ${deleteEntries(owner, 'before')}
  ${finish(owner, 'created')}
end`,
  ]
}

/** Entries of a resource, if it is still of this version; null: it is gone. */
function indexFunction(owner: FunctionOwner): [string, string] {
  const { type, table, signature } = owner
  return [
    `"${table}_index"(wanted text, version bigint, entries text[], known text) returns text`,
    `declare
  present bigint;
  before text[];
  gone text[];
begin
  if known is distinct from ${quoted(signature)} then
    insert into firekeep_stale (type, id) values (${quoted(type)}, wanted) on conflict do nothing;
    return 'foreign';
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended(${quoted(`${type}/`)} || wanted, 0)) then return 'busy'; end if;
  select t.txid, t.keys into present, before from "${table}" as t where t.id = wanted;
  if present is distinct from version then return 'changed'; end if;
  if present is not null and before is distinct from entries then
    update "${table}" as t set keys = entries where t.id = wanted and t.txid = version;
    if not found then return 'changed'; end if;
    ${replaceEntries(owner)}
  end if;
  delete from firekeep_stale as s where s.type = ${quoted(type)} and s.id = wanted;
  return 'done';
end`,
  ]
}

/** Of a mark: what does not depend on parameters. */
export function codeOf(mark: string): string {
  return mark.slice(0, mark.indexOf('.'))
}

export function writeFunctions(owner: FunctionOwner): WriteFunction[] {
  return [writeFunction(owner), removeFunction(owner), indexFunction(owner)].map(([head, source]) => {
    const [, name = ''] = /^"(\w+)"/.exec(head) ?? []
    const mark = `${hashOf(head + source.replaceAll(owner.signature, ''))}.${owner.signature}`
    const statement = `create or replace function ${head} language plpgsql as $firekeep$
-- ${mark}
#variable_conflict use_column
${source}
$firekeep$`
    return { name, mark, statement }
  })
}
