/** A JWT taken apart and verified with the keys that the server publishes (RFC 7519, RFC 7515 §5.2, RFC 7517). */
import { callJson } from '../../../api/call.ts'
import { fromBase64Url, sha256, toBase64Url } from './bytes.ts'

type Values = Readonly<Record<string, unknown>>

export interface Jwt {
  readonly header: Values
  readonly claims: Values
}

export const jwtChecks = ['signature', 'iss', 'aud', 'exp', 'nonce', 'at_hash'] as const

export interface JwtCheck {
  readonly name: (typeof jwtChecks)[number]
  readonly isRight: boolean
}

export interface Expected {
  readonly audience: string
  /** Of the authorization request. */
  readonly nonce?: string
  /** Which the `at_hash` of an ID token is about. */
  readonly accessToken?: string
}

/** Null: an opaque token. */
export function readJwt(token: string): Jwt | null {
  const [header, claims, signature] = token.split('.')
  if (header === undefined || claims === undefined || signature === undefined) return null
  try {
    return { header: readPart(header), claims: readPart(claims) }
  } catch {
    return null
  }
}

function readPart(part: string): Values {
  return JSON.parse(new TextDecoder().decode(fromBase64Url(part)))
}

export async function checkJwt(
  token: string,
  { claims, header }: Jwt,
  expected: Expected,
): Promise<readonly JwtCheck[]> {
  const checks: JwtCheck[] = [
    { name: 'signature', isRight: await isSigned(token, header) },
    { name: 'iss', isRight: claims.iss === location.origin },
    { name: 'aud', isRight: [claims.aud].flat().includes(expected.audience) },
    { name: 'exp', isRight: typeof claims.exp === 'number' && claims.exp * 1000 > Date.now() },
  ]
  if (expected.nonce !== undefined) checks.push({ name: 'nonce', isRight: claims.nonce === expected.nonce })
  if (expected.accessToken !== undefined && claims.at_hash !== undefined) {
    // OpenID Connect Core §3.1.3.6: the left half of its digest.
    const half = toBase64Url((await sha256(expected.accessToken)).slice(0, 16))
    checks.push({ name: 'at_hash', isRight: claims.at_hash === half })
  }
  return checks
}

type Key = JsonWebKey & { readonly kid?: string }

async function isSigned(token: string, { kid, alg }: Values): Promise<boolean> {
  const { keys } = await callJson<{ keys: readonly Key[] }>('GET', '/.well-known/jwks.json', {
    isAnonymous: true,
  })
  const jwk = keys.find((key) => key.kid === kid)
  const algorithm = algorithms[String(alg)]
  if (jwk === undefined || algorithm === undefined) return false
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  const at = token.lastIndexOf('.')
  const signed = new TextEncoder().encode(token.slice(0, at))
  return crypto.subtle.verify(algorithm, key, fromBase64Url(token.slice(at + 1)), signed)
}

const algorithms: Readonly<Record<string, { name: string; hash?: string; namedCurve?: string }>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
}
