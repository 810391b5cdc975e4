/** Scrypt (RFC 7914) on the threads of the runtime: for hashes of another system; new ones are never made. */
import { scrypt, timingSafeEqual } from 'node:crypto'
import type { ScryptHash } from '../kernel/scrypt-hash.ts'

/** Never throws for input. */
export function verifyScrypt({ logarithmOfN, r, p, salt, key }: ScryptHash, plain: string): Promise<boolean> {
  const N = 2 ** logarithmOfN
  const costs = { N, r, p, maxmem: 256 * N * r + 1024 * 1024 }
  return new Promise((resolve) => {
    scrypt(plain, salt, key.length, costs, (error, derived) => {
      // Bun says undefined where Node and Deno say null.
      resolve(!error && timingSafeEqual(derived, key))
    })
  })
}
