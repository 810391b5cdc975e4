/** `WWW-Authenticate` of the resource server: RFC 6750 §3 and RFC 7617. */
import { AppError, type AppErrorOptions } from '../../kernel/errors.ts'

export const bearerChallenge = 'Bearer realm="firekeep"'
export const basicChallenge = 'Basic realm="firekeep", charset="UTF-8"'
export const challenges = [bearerChallenge, basicChallenge] as const

/** 401 with `error="invalid_token"`: the token is malformed, unknown, expired, revoked, or its session is over. */
export function invalidToken(why: string): AppError {
  return new AppError('unauthenticated', 'invalid_token', why, {
    challenges: [`${bearerChallenge}, error="invalid_token", error_description="${why}"`],
  })
}

/** 401 for credentials that are not a Bearer token. */
export function badCredentials(why: string, about?: AppErrorOptions['about']): AppError {
  return new AppError('unauthenticated', 'invalid_client', why, { challenges, about })
}

/** RFC 6750 §3.1: the token is good, and not for this. */
export function insufficientScope(description: string, scope: string): AppError {
  return new AppError('forbidden', 'insufficient_scope', description, {
    challenges: [`${bearerChallenge}, error="insufficient_scope", scope="${scope}"`],
  })
}
