/**
 * The `claims` parameter (OpenID Connect Core §5.5): single claims for the ID token and for the UserInfo endpoint. What is
 * not known, or the client may not ask for, is left out; no claim is promised, however essential (§5.5.1).
 */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { oauthError } from '../oauth-error.ts'
import { scopesOfClaims, userClaimNames } from './user-claims.ts'

export interface ClaimsRequest {
  /** Names of claims about the user. */
  readonly userinfo: readonly string[]
  readonly idToken: readonly string[]
  /** The user that the ID token must be of. */
  readonly subject?: string
}

export const noClaims: ClaimsRequest = { userinfo: [], idToken: [] }

/** `scopes`: those that the client may ask for; undefined: any. @throws AppError `invalid_request` */
export function parseClaimsRequest(text: string, scopes: readonly string[] | undefined): ClaimsRequest {
  const asked = parseObject(text)
  const [userinfo, idToken] = [memberOf(asked, 'userinfo'), memberOf(asked, 'id_token')]
  const mayAsk = (name: string) =>
    Object.hasOwn(userinfo, name) || Object.hasOwn(idToken, name)
      ? scopes === undefined || scopesOfClaims([name]).every((scope) => scopes.includes(scope))
      : false
  const known = userClaimNames.filter(mayAsk)
  const subject = isJsonObject(idToken.sub) ? idToken.sub.value : undefined
  return {
    userinfo: known.filter((name) => Object.hasOwn(userinfo, name)),
    idToken: known.filter((name) => Object.hasOwn(idToken, name)),
    ...(typeof subject === 'string' && { subject }),
  }
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch {
    // Said below.
  }
  throw oauthError('invalid_request', 'claims must be a JSON object (OpenID Connect Core section 5.5)')
}

function memberOf(asked: JsonObject, name: 'userinfo' | 'id_token'): JsonObject {
  const member = asked[name] ?? {}
  if (isJsonObject(member)) return member
  throw oauthError('invalid_request', `claims.${name} must be an object`)
}
