/** `max_age` (OpenID Connect Core §3.1.2.1), in seconds. */
import { oauthError } from '../oauth-error.ts'
import type { Params } from '../params/params.ts'

export function checkMaxAge(params: Params): number | undefined {
  const text = params.get('max_age')
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw oauthError('invalid_request', 'max_age must be a number of seconds')
  return Number(text)
}
