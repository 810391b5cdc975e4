/** Fast digests as an argument: for tokens and other values of high entropy. What people choose is hashed by engine/ports/secrets.ts. */
export interface Digest {
  /** SHA-256 (FIPS 180-4) of the UTF-8 text, base64url without padding: 43 characters. */
  sha256(text: string): string
  /** Whether two texts are the same, in a time that does not depend on where they differ. */
  equal(a: string, b: string): boolean
  /** HMAC-SHA-256 (RFC 2104) of the UTF-8 text, base64url without padding: 43 characters. */
  keyed(key: Uint8Array, text: string): string
}
