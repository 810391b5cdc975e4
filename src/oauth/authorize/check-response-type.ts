/** `response_type`: only `code`. Tokens in URLs leak (RFC 9700 §2.1.2). */
import { oauthError } from '../oauth-error.ts'
import type { Params } from '../params/params.ts'

export function checkResponseType(params: Params): void {
  const responseType = params.get('response_type')
  if (responseType === undefined)
    throw oauthError('invalid_request', 'response_type is missing; use response_type=code')
  if (responseType !== 'code') {
    throw oauthError(
      'unsupported_response_type',
      'Only response_type=code is offered; the implicit grant is not (RFC 9700). Use the code grant with PKCE',
    )
  }
}
