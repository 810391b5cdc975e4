/** Proof Key for Code Exchange (RFC 7636), S256 only: `plain` protects nothing (RFC 9700 §2.1.1). */
import type { Digest } from '../../kernel/digest.ts'
import { oauthError } from '../oauth-error.ts'

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
const verifierSyntax = /^[A-Za-z0-9\-._~]{43,128}$/

/** @throws AppError `invalid_grant`, or `invalid_request` for a verifier that cannot be one. */
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
  if (!verifierSyntax.test(verifier)) {
    throw oauthError('invalid_grant', 'code_verifier must be 43 to 128 unreserved characters')
  }
  if (!digest.equal(digest.sha256(verifier), challenge)) {
    throw oauthError('invalid_grant', 'code_verifier does not fit the code challenge')
  }
}
