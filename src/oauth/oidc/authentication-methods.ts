/** How somebody signed in, as ID tokens tell it: `amr` and `acr` (OpenID Connect Core §2). */
import type { JsonValue } from '../../kernel/json.ts'

/** The methods that a record or a resource holds; none where it is older than they are. */
export function toMethods(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

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
