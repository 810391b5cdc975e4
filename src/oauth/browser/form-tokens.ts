/**
 * Protection of forms against other sites: each carries a keyed digest of values that the other site does not know together,
 * and comes with the right `Origin` header where the browser sends one.
 */
import type { Digest } from '../../kernel/digest.ts'
import { AppError } from '../../kernel/errors.ts'

/** What a token is good for: one that was made for a page of one kind is worth nothing on another. */
export type FormPurpose = 'login' | 'consent' | 'shown-to' | 'logout' | 'account'

export interface FormTokens {
  /** @throws AppError `forbidden` when the browser says that the form came from a page of another site. */
  checkOrigin(origin: string | null): void
  /** A token bound to values without line breaks, such as a cookie and the id of a request. */
  make(purpose: FormPurpose, ...bound: readonly string[]): string
  /** Whether the token was made for this; never where a value is missing. */
  fits(token: string | undefined, purpose: FormPurpose, ...bound: readonly (string | undefined)[]): boolean
  /** @throws AppError `forbidden` when the form did not come from a page of this server in this browser. */
  check(
    form: { readonly token: string | undefined; readonly origin: string | null },
    purpose: FormPurpose,
    ...bound: readonly (string | undefined)[]
  ): void
}

export function createFormTokens(baseUrl: string, digest: Digest, secretsKey: Uint8Array): FormTokens {
  const encoded = digest.keyed(secretsKey, 'key of the form tokens')
  const key = Uint8Array.fromBase64(encoded, { alphabet: 'base64url' })
  const make: FormTokens['make'] = (purpose, ...bound) => digest.keyed(key, [purpose, ...bound].join('\n'))
  const fits: FormTokens['fits'] = (token, purpose, ...bound) => {
    const known = bound.filter((one) => one !== undefined)
    return (
      token !== undefined && known.length === bound.length && digest.equal(token, make(purpose, ...known))
    )
  }
  const ours = new URL(baseUrl).origin
  return {
    make,
    fits,
    checkOrigin: (origin) => checkOrigin(origin, ours),
    check({ token, origin }, purpose, ...bound) {
      checkOrigin(origin, ours)
      if (fits(token, purpose, ...bound)) return
      throw new AppError(
        'forbidden',
        'stale-form',
        'This form is no longer valid, or the browser did not send its cookie. Go back, reload the page and try again.',
      )
    },
  }
}

function checkOrigin(origin: string | null, ours: string): void {
  if (origin === null || origin === ours) return
  const from = origin === 'null' ? 'an unknown page' : origin.slice(0, 200)
  throw new AppError(
    'forbidden',
    'wrong-origin',
    `This form was sent from ${from}, but this server is ${ours}. Open it there and try again.`,
  )
}
