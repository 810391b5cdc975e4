/**
 * Scrypt hashes (RFC 7914) in the form `$s0$<costs>$<salt>$<key>`, as com.lambdaworks.crypto.SCryptUtil writes them: costs are
 * hexadecimal, log2(N) in the high 16 bits, then r and p with 8 bits each; salt and key are base64. What is written in this
 * form to a write-only field is stored as it comes; a new hash takes its place when its secret is next told.
 */
const form = /^\$s0\$([0-9a-f]{1,6})\$([A-Za-z0-9+/]{11,86}={0,2})\$([A-Za-z0-9+/]{22,86}={0,2})$/

export interface ScryptHash {
  readonly logarithmOfN: number
  readonly r: number
  readonly p: number
  readonly salt: Uint8Array
  readonly key: Uint8Array
}

/** Null: not of this form, or with costs of more than 64 MiB or four lanes: it comes from outside. */
export function parseScryptHash(text: string): ScryptHash | null {
  const [, costsText, salt, key] = form.exec(text) ?? []
  if (costsText === undefined || salt === undefined || key === undefined) return null
  const costs = Number.parseInt(costsText, 16)
  const [logarithmOfN, r, p] = [costs >> 16, (costs >> 8) & 0xff, costs & 0xff]
  const isSane = logarithmOfN >= 1 && logarithmOfN < 24 && r >= 1 && p >= 1
  if (!isSane || p > 4 || 128 * r * 2 ** logarithmOfN > 64 * 1024 * 1024) return null
  const [saltBytes, keyBytes] = [fromBase64(salt), fromBase64(key)]
  return saltBytes && keyBytes && { logarithmOfN, r, p, salt: saltBytes, key: keyBytes }
}

export function isScryptHash(text: string): boolean {
  return text.startsWith('$s0$') && parseScryptHash(text) !== null
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text)
  } catch {
    return null
  }
}
