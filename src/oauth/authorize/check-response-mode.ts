/** `response_mode` (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode). */
import { oauthError } from '../oauth-error.ts'
import type { RequestTarget, ResponseMode } from './authorization-request.ts'

export function checkResponseMode({ params, redirectUri }: RequestTarget): ResponseMode {
  const mode = params.get('response_mode') ?? 'query'
  if (mode === 'query') return mode
  if (mode !== 'form_post') throw oauthError('invalid_request', 'response_mode must be query or form_post')
  if (!/^https?:/i.test(redirectUri))
    throw oauthError('invalid_request', 'response_mode=form_post needs an http or https redirect_uri')
  return mode
}
