/** The tables of a type that searches look into, by their names in statements. */
import { type SQL, sql } from 'drizzle-orm'
import type { Test } from '../../engine/ports/condition.ts'

export interface IndexTables {
  readonly name: string
  readonly main: SQL
  readonly key: SQL
  readonly span: SQL
  readonly number: SQL
}

export function indexTablesOf(table: string): IndexTables {
  return {
    name: table,
    main: sql`${sql.identifier(table)}`,
    key: sql`${sql.identifier(`${table}_key`)}`,
    span: sql`${sql.identifier(`${table}_span`)}`,
    number: sql`${sql.identifier(`${table}_number`)}`,
  }
}

/** As a part of the text: for what is no value of a caller. */
export function integer(value: number): SQL {
  if (!Number.isSafeInteger(value)) throw new Error('not an integer')
  return sql.raw(String(value))
}

/** A list of any length in one value; worked out once a statement. */
export function texts(values: readonly string[]): SQL {
  return sql`(select array(select jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb)))::text[]`
}

/** The first text, byte by byte, behind all that begin with `prefix`; null: there is none. */
export function afterPrefix(prefix: string): string | null {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0)
  while (points.at(-1) === 0x10ffff) points.pop()
  const last = points.pop()
  if (last === undefined) return null
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1)
}

export const and = (parts: readonly SQL[]): SQL =>
  parts.length === 0 ? sql`true` : sql`(${sql.join([...parts], sql` and `)})`
export const or = (parts: readonly SQL[]): SQL =>
  parts.length === 0 ? sql`false` : sql`(${sql.join([...parts], sql` or `)})`

/** A test made of `all`, `any` and leaves. */
export function testSql(test: Test, leaf: (test: Test) => SQL): SQL {
  if (test.kind === 'all') return and(test.of.map((one) => testSql(one, leaf)))
  if (test.kind === 'any') return or(test.of.map((one) => testSql(one, leaf)))
  return leaf(test)
}

export const operatorSql = (operator: string): SQL => sql.raw(operator === '==' ? '=' : operator)
