/** `WWW-Authenticate` of the resource server: RFC 6750 §3 and RFC 7617. */
import { AppError } from '../../kernel/errors.ts'

export const challenges = ['Bearer realm="firekeep"', 'Basic realm="firekeep", charset="UTF-8"'] as const

/** 401 with `error="invalid_token"`: the token is malformed, unknown, expired, revoked, or its session is over. */
export function invalidToken(why: string): AppError {
  return new AppError('unauthenticated', 'invalid_token', why, {
    challenges: [`Bearer realm="firekeep", error="invalid_token", error_description="${why}"`],
  })
}

/** 401 for credentials that are not a Bearer token. */
export function badCredentials(why: string): AppError {
  return new AppError('unauthenticated', 'invalid_client', why, { challenges })
}
