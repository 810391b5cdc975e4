/**
 * Makes signatures with WebCrypto, and those of ES256 on Bun with node:crypto: without a promise and a thread they cost half
 * as much. On Deno both cost ten times that, so a thread that does it beside the others is worth its hop; so it is for RS256.
 */
import { createPrivateKey, sign as signNow } from 'node:crypto'
import type { OpenSigner, Sign } from '../kernel/signer.ts'
import { runtimeName } from './process.ts'

export const openSigner: OpenSigner = async (jwk, alg) =>
  alg === 'ES256' && runtimeName === 'bun' ? openHere(jwk) : await openWithWebCrypto(jwk, alg)

function openHere(jwk: JsonWebKey): Sign {
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const { namedCurve } = key.asymmetricKeyDetails ?? {}
  if (namedCurve !== 'prime256v1') throw new TypeError('A key of ES256 is of the curve P-256')
  // RFC 7518 §3.4: both numbers one behind the other, not as ASN.1.
  const options = { key, dsaEncoding: 'ieee-p1363' } as const
  return (text) => signNow('sha256', Buffer.from(text, 'utf8'), options).toString('base64url')
}

const algorithms = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const

async function openWithWebCrypto(jwk: JsonWebKey, alg: keyof typeof algorithms): Promise<Sign> {
  const algorithm = algorithms[alg]
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign'])
  return async (text) => {
    const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text))
    return new Uint8Array(signature).toBase64({ alphabet: 'base64url', omitPadding: true })
  }
}
