/**
 * Statements as constant text: composed with drizzle's `sql` from the description of the tables, compiled once, run
 * prepared by the client that is hot (docs/decisions/006-drizzle.md).
 */
import { type Column, is, Placeholder, type SQL, sql } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { PgDialect } from 'drizzle-orm/pg-core'

export type Parameter = string | number | boolean | null

/** For the pool: what to keep of the statement, and the table that it may have to wait for. */
export interface PreparedOptions {
  readonly prepare: true
  readonly table?: string
}

/** `$1` is the first of `names`, and so on. */
export interface Statement<Row, Name extends string> {
  readonly text: string
  readonly names: readonly Name[]
  readonly options: PreparedOptions
  /** Never there: what the statement answers with, for the compiler. */
  readonly row?: Row
}

export type Values<Name extends string> = Readonly<Record<Name, Parameter>>

const dialect = new PgDialect()

/**
 * Columns stand without their table, as in the definition of an index; where two are meant, the statement says
 * `excluded.` in front. Short texts matter: the driver hashes the text of every statement that it runs.
 */
const invokeSource = 'indexes'
const { escapeName, escapeString } = dialect
const style = { casing: new CasingCache(), escapeName, escapeString, invokeSource } as const

/**
 * `table`: the one that the statement is about. Throws for a value that is not bound by name, a name that is not announced,
 * and one that is announced in vain.
 */
export function compile<Row, Name extends string>(
  names: readonly Name[],
  statement: SQL,
  table?: string,
): Statement<Row, Name> {
  const used = new Set<string>()
  const escapeParam = (_position: number, value: unknown): string => {
    if (!is(value, Placeholder)) throw new Error('a statement binds its values by name')
    used.add(value.name)
    return `$${position(names, value.name)}`
  }
  const { sql: text } = statement.toQuery({ ...style, escapeParam })
  for (const name of names) if (!used.has(name)) throw new Error(`a statement does without its ${name}`)
  // The indentation of the source; no constant of ours has a line break.
  return { text: text.replace(/\n\s*/g, '\n'), names, options: { prepare: true, table } }
}

function position(names: readonly string[], name: string): number {
  const found = names.indexOf(name)
  if (found === -1) throw new Error(`a statement has nothing for ${name}`)
  return found + 1
}

export function list(columns: readonly Column[]): SQL {
  return sql.join([...columns], sql`, `)
}

/** Part of the text, quoted: for what is constant. */
export function literal(text: string): SQL {
  return sql`${text}`.inlineParams()
}

/** What is no statement, or a part of one. Throws for a value: there is nothing to bind it to. */
export function toText(part: SQL): string {
  const { sql: text, params } = dialect.sqlToQuery(part, invokeSource)
  if (params.length > 0) throw new Error('a text takes no values')
  return text
}

/** A part as text, so that drizzle does not walk it again for each statement that it is in. */
export function fixed(part: SQL): SQL {
  return sql.raw(toText(part))
}
