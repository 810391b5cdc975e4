/** Why the database could not be opened, in words for the operator: which one, and what to look at. */
import { AppError, codeOf } from '../../kernel/errors.ts'

/** By SQLSTATE (PostgreSQL, Appendix A) or the socket's code. */
const hints: Readonly<Record<string, string>> = {
  '3D000': 'the database does not exist; create it, for example with createdb',
  '28P01': 'the password is wrong',
  '28000': 'the user may not connect',
  '42501': 'the user may not create tables there; grant it CREATE on the schema public and on the database',
  '53300': 'it has no free connections',
  '57P03': 'it is starting up',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved',
  CONNECT_TIMEOUT: 'it does not answer',
  ETIMEDOUT: 'it does not answer',
}

/** Leaves errors alone that are not about the database. The URL's user and password are not told. */
export function toDatabaseFailure(error: unknown, databaseUrl: string): unknown {
  const code = systemCodeOf(error)
  if (code === undefined) return error
  const { host, pathname } = new URL(databaseUrl)
  const place = `${pathname.slice(1) || 'the default database'} at ${host || 'the local socket'}`
  const message = `PostgreSQL (${place}) cannot be used: ${describeCode(code)}. See DATABASE_URL.`
  return new AppError('transient', 'database-not-opened', message)
}

export function describeCode(code: string): string {
  return hints[code] ?? `it answered ${code}`
}

/** Of an error or its cause: what the database or its socket said. Our own errors carry words in lower case. */
export function systemCodeOf(error: unknown): string | undefined {
  for (const one of [error, error instanceof Error ? error.cause : undefined]) {
    const code = codeOf(one)
    if (code !== undefined && /^[A-Z0-9_]{5,}$/.test(code)) return code
  }
  return undefined
}
