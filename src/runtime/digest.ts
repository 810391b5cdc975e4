/** SHA-256 and HMAC-SHA-256 without a promise: WebCrypto would cost a hop of about 45 µs a call. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Digest } from '../kernel/digest.ts'

export const systemDigest: Digest = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('base64url'),
  // Both sides are hashed first, so that neither content nor length decides how long the comparison takes.
  equal: (a, b) =>
    timingSafeEqual(
      createHash('sha256').update(a, 'utf8').digest(),
      createHash('sha256').update(b, 'utf8').digest(),
    ),
  keyed: (key, text) => createHmac('sha256', key).update(text, 'utf8').digest('base64url'),
}
