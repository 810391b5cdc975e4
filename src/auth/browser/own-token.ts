/** The token subject of a request to an endpoint that works only with a Bearer token. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { TokenSubject } from '../callers/bearer.ts'

/** @throws AppError 401 without a token, or with a bad one. */
export async function requireToken(request: RouteRequest): Promise<TokenSubject> {
  const subject = (await request.subject()) as Partial<TokenSubject> | null
  if (subject?.facts === undefined) {
    throw new AppError(
      'unauthenticated',
      'invalid_token',
      'Send an access token: Authorization: Bearer <token>',
      {
        headers: { 'www-authenticate': 'Bearer realm="firekeep"' },
      },
    )
  }
  return subject as TokenSubject
}
