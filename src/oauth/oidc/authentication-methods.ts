/** How somebody signed in, as ID tokens tell it: `amr` and `acr` (OpenID Connect Core §2). */

export interface AuthenticationClaims {
  readonly amr?: readonly string[]
  readonly acr?: string
}

/**
 * `amr` as RFC 8176 §2 names the methods. `acr` is the number of different ones, as a level: `1` for a password alone.
 * Both are absent where it is not known what was done.
 */
export function toAuthenticationClaims(methods: readonly string[]): AuthenticationClaims {
  const amr = [...new Set(methods)]
  return amr.length === 0 ? {} : { amr, acr: String(Math.min(amr.length, 2)) }
}
