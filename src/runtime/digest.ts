/** SHA-256 and HMAC-SHA-256 without a promise: WebCrypto would cost a hop of about 45 µs a call. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Digest } from '../kernel/digest.ts'

export const systemDigest: Digest = {
  sha256: (text) => hash('sha256', text, 'base64url'),
  // Both sides are hashed first, so that neither content nor length decides how long the comparison takes.
  equal: (a, b) => timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer')),
  keyed: (key, text) => createHmac('sha256', key).update(text, 'utf8').digest('base64url'),
}
