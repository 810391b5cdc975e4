/** Database errors as AppErrors (PostgreSQL, Appendix A: SQLSTATE). Neither message nor cause holds SQL or parameters. */
import { AppError, codeOf, type ErrorCategory } from '../kernel/errors.ts'

/** A conflict that goes away when the transaction is done again. */
const repeatable = new Set(['40001', '40P01'])

/** The document or a parameter holds what the database cannot: not the server's fault. */
const refused: Readonly<Record<string, string>> = {
  '22021': 'The request contains text that cannot be stored, such as the character U+0000.',
  '22P05': 'The request contains text that cannot be stored, such as the character U+0000.',
  '22P02': 'The request contains text that is not valid Unicode or not valid JSON.',
  '22003': 'The request contains a number that is too large to be stored.',
  '54000': 'The request is too large or too deep to be stored.',
  '54001': 'The request is too large or too deep to be stored.',
}

/** Classes and codes that say "not now": connection, resources, operator intervention, lock and statement time-outs. */
const unavailable = /^(08|53|57P0|57014|55P03|25P03|40)/

/** postgres.js and socket errors carry words instead of five characters. */
const connectionCode = /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|ERR_SOCKET|SASL)/

export function isRepeatable(error: unknown): boolean {
  return repeatable.has(codeOf(error instanceof AppError ? error.cause : error) ?? '')
}

/** Leaves AppErrors and errors that no database made as they are. */
export function toAppError(error: unknown): unknown {
  const code = codeOf(error)
  if (error instanceof AppError || !code) return error
  const message = refused[code]
  if (message !== undefined) return make('invalid', 'value-not-storable', message, error)
  if (unavailable.test(code) || connectionCode.test(code)) {
    return make('transient', 'database-unavailable', 'The database is not available. Try again later.', error)
  }
  return make('exception', 'database-error', 'The database refused a statement of the server.', error)
}

function make(category: ErrorCategory, code: string, message: string, error: unknown): AppError {
  return new AppError(category, code, message, { cause: describe(error) })
}

/** Its detail, hint and context may quote values: only what names things of the schema goes on. */
function describe(error: unknown): Error {
  const { code, routine, table_name, constraint_name, severity } = error as Record<string, unknown>
  const parts = { severity, routine, table: table_name, constraint: constraint_name }
  const told = Object.entries(parts).filter(([, value]) => typeof value === 'string')
  const text = [`database error ${String(code)}`, ...told.map(([name, value]) => `${name} ${value}`)].join(
    ', ',
  )
  return Object.assign(new Error(text), { code })
}
