/** The port for hashing what people and clients prove themselves with. */
import type { Turn } from '../../kernel/turns.ts'

export interface Secrets {
  /** Argon2id PHC string of a plain secret. Throws AppError `too-many` when its turn does not come in time. */
  hash(plain: string): Promise<string>
  /** Whether the plain secret fits the hash. Knows scrypt hashes too (kernel/scrypt-hash.ts). A malformed hash never fits; throws as `hash` does, and never for input. */
  verify(hash: string, plain: string, turn?: Turn): Promise<boolean>
}
