/**
 * Statements as constant text: composed with drizzle's `sql` from the description of the tables, compiled once, run
 * prepared by the client that is hot (docs/decisions/006-drizzle.md).
 */
import { type Column, type Name as Identifier, is, Placeholder, type SQL, sql } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { PgDialect } from 'drizzle-orm/pg-core'

export type Parameter = string | number | boolean | null

/** `$1` is the first of `names`, and so on. */
export interface Statement<Row, Name extends string> {
  readonly text: string
  readonly names: readonly Name[]
  /** Never there: what the statement answers with, for the compiler. */
  readonly row?: Row
}

export type Values<Name extends string> = Readonly<Record<Name, Parameter>>

const dialect = new PgDialect()
const { escapeName, escapeString } = dialect
const casing = new CasingCache()

/** Throws for a value that is not bound by name, a name that is not announced, and one that is announced in vain. */
export function compile<Row, Name extends string>(
  names: readonly Name[],
  statement: SQL,
): Statement<Row, Name> {
  const used = new Set<string>()
  const escapeParam = (_position: number, value: unknown): string => {
    if (!is(value, Placeholder)) throw new Error('a statement binds its values by name')
    used.add(value.name)
    return `$${position(names, value.name)}`
  }
  const { sql: text } = statement.toQuery({ casing, escapeName, escapeString, escapeParam })
  for (const name of names) if (!used.has(name)) throw new Error(`a statement does without its ${name}`)
  return { text, names }
}

function position(names: readonly string[], name: string): number {
  const found = names.indexOf(name)
  if (found === -1) throw new Error(`a statement has nothing for ${name}`)
  return found + 1
}

/** The column without its table, as the lists of `insert` and the left sides of `set` want it. */
export function bare(column: Column): Identifier {
  return sql.identifier(column.name)
}

export function bareList(columns: readonly Column[]): SQL {
  return sql.join(columns.map(bare), sql`, `)
}

/** Part of the text, quoted: for what is constant. */
export function literal(text: string): SQL {
  return sql`${text}`.inlineParams()
}

/** A part without values as text, so that drizzle does not walk it again for each statement that it is in. */
export function fixed(part: SQL): SQL {
  const { sql: text, params } = dialect.sqlToQuery(part)
  if (params.length > 0) throw new Error('a fixed part takes no values')
  return sql.raw(text)
}
