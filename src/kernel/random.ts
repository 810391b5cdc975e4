/** Randomness as an argument, so that tests can repeat it. */
export interface Random {
  /** Unpredictable bytes, base64url without padding. 32 bytes make a secret of 256 bits. */
  token(byteLength: number): string
  /** A version 4 UUID. */
  uuid(): string
}

export const systemRandom: Random = {
  token(byteLength) {
    return crypto
      .getRandomValues(new Uint8Array(byteLength))
      .toBase64({ alphabet: 'base64url', omitPadding: true })
  },
  uuid: () => crypto.randomUUID(),
}
