/** JSON Web Tokens (RFC 7519) in their compact form (RFC 7515 §7.1), as this server makes them. */
import type { SigningKey } from './signing-keys.ts'

/** `typ`: what kind of token it is (RFC 8725 §3.11). Claims that are undefined are left out. */
export async function signJwt(
  claims: Readonly<Record<string, unknown>>,
  typ: string,
  { alg, kid, sign }: SigningKey,
): Promise<string> {
  const text = `${encode({ alg, kid, typ })}.${encode(claims)}`
  return `${text}.${await sign(text)}`
}

const encoder = new TextEncoder()

function encode(value: object): string {
  return encoder.encode(JSON.stringify(value)).toBase64({ alphabet: 'base64url', omitPadding: true })
}
