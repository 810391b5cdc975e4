/** The token caller of a request to an endpoint that works only with a Bearer token. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { TokenCaller } from '../callers/bearer.ts'

/** @throws AppError 401 without a token, or with a bad one. */
export async function requireTokenCaller(request: RouteRequest): Promise<TokenCaller> {
  const caller = (await request.caller()) as Partial<TokenCaller> | null
  if (caller?.facts === undefined) {
    throw new AppError(
      'unauthenticated',
      'invalid_token',
      'Send an access token: Authorization: Bearer <token>',
      {
        headers: { 'www-authenticate': 'Bearer realm="firekeep"' },
      },
    )
  }
  return caller as TokenCaller
}
