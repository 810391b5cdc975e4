/** Query parameters in order, repeated ones kept (application/x-www-form-urlencoded, URL Standard §5.1). */
import { AppError } from '../../kernel/errors.ts'

export type QueryParameters = readonly (readonly [name: string, value: string])[]

const maximumParameters = 200
const none: QueryParameters = []

/** Throws AppError `invalid` for bad escapes, U+0000 and more than 200 parameters. */
export function parseQuery(queryString: string | undefined): QueryParameters {
  if (queryString === undefined || queryString === '') return none
  const parts = queryString.split('&').filter((part) => part !== '')
  if (parts.length > maximumParameters) {
    throw new AppError('invalid', 'bad-url', `The query has more than ${maximumParameters} parameters`)
  }
  return parts.map((part) => {
    const equals = part.indexOf('=')
    return equals === -1
      ? [decode(part), '']
      : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]
  })
}

/** The last value of a parameter, as later ones overrule. */
export function findParameter(query: QueryParameters, name: string): string | undefined {
  return query.findLast((parameter) => parameter[0] === name)?.[1]
}

function decode(text: string): string {
  const value = decodeEscapes(text.includes('+') ? text.replaceAll('+', ' ') : text)
  if (value.includes('\u0000') || !value.isWellFormed()) {
    throw new AppError('invalid', 'bad-url', 'The query has characters that are not allowed')
  }
  return value
}

function decodeEscapes(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AppError(
      'invalid',
      'bad-url',
      'The query has a percent sign that does not begin an escape of UTF-8',
    )
  }
}
