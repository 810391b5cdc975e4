/** The port for hashing what people and clients prove themselves with. */
export interface Secrets {
  /** Argon2id PHC string of a plain secret. */
  hash(plain: string): Promise<string>
  /** Whether the plain secret fits the hash. A malformed hash never fits; never throws for input. */
  verify(hash: string, plain: string): Promise<boolean>
}
