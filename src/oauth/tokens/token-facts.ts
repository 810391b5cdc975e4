/**
 * What an access token says, whatever its form. Nothing in it changes while the token lives. Whose it is stands in its
 * session: the subject of a JWT alone cannot tell a user from a client of the same id.
 */
export interface TokenFacts {
  readonly sessionId: string
  readonly clientId: string
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  /** Seconds since 1970. */
  readonly issuedAt: number
  readonly expiresAt: number
  /** `jti`, of a JWT. */
  readonly tokenId?: string
  /** The verified claims, of a JWT. */
  readonly claims?: Readonly<Record<string, unknown>>
}
