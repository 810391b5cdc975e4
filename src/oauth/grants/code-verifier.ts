/** Proof Key for Code Exchange (RFC 7636), S256 only: `plain` protects nothing (RFC 9700 §2.1.1). */
import type { Digest } from '../../kernel/digest.ts'
import { oauthError } from '../oauth-error.ts'

/** @throws AppError `invalid_grant` */
export function checkCodeVerifier(
  challenge: string | undefined,
  verifier: string | undefined,
  digest: Digest,
): void {
  if (challenge === undefined) {
    // RFC 9700 §4.8.2: a verifier without a challenge is a sign of a downgrade.
    if (verifier !== undefined)
      throw oauthError('invalid_grant', 'code_verifier was sent, but the code has no challenge')
    return
  }
  if (verifier === undefined) throw oauthError('invalid_grant', 'code_verifier is missing')
  if (!digest.equal(digest.sha256(verifier), challenge)) {
    throw oauthError('invalid_grant', 'code_verifier does not fit the code challenge')
  }
}
