/** Scopes (RFC 6749 §3.3): case-sensitive tokens, separated by one space each. */
import { oauthError } from '../oauth-error.ts'

const maxScopes = 500
const maxLength = 4096
const tokenSyntax = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/

/** The scopes without repetition. @throws AppError `invalid_scope` */
export function parseScope(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  if (text.length > maxLength)
    throw oauthError('invalid_scope', `scope is longer than ${maxLength} characters`)
  const scope = [...new Set(text.split(' ').filter((one) => one !== ''))]
  if (scope.length > maxScopes) throw oauthError('invalid_scope', `More than ${maxScopes} scopes`)
  if (!scope.every((one) => tokenSyntax.test(one)))
    throw oauthError('invalid_scope', 'scope has a character that is not allowed')
  return scope
}
