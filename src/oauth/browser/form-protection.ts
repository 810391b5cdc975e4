/**
 * Protection of forms against other sites: a token made from a cookie that no script and no other site can read, and the
 * `Origin` header where the browser sends it.
 */
import type { Digest } from '../../kernel/digest.ts'
import { AppError } from '../../kernel/errors.ts'

export function formToken(cookie: string, digest: Digest): string {
  return digest.sha256(`form:${cookie}`)
}

/** @throws AppError `forbidden` when the form did not come from a page of this server in this browser. */
export function checkForm(
  form: { cookie: string | undefined; token: string | undefined; origin: string | null },
  baseUrl: string,
  digest: Digest,
): void {
  if (form.origin !== null && form.origin !== new URL(baseUrl).origin) {
    throw new AppError(
      'forbidden',
      'wrong-origin',
      `This form was sent from ${describeOrigin(form.origin)}, but this server is ${new URL(baseUrl).origin}. Open it there and try again.`,
    )
  }
  const { cookie, token } = form
  if (cookie === undefined || token === undefined || !digest.equal(token, formToken(cookie, digest))) {
    throw new AppError(
      'forbidden',
      'stale-form',
      'This form is no longer valid, or the browser did not send its cookie. Go back, reload the page and try again.',
    )
  }
}

function describeOrigin(origin: string): string {
  return origin === 'null' ? 'an unknown page' : origin.slice(0, 200)
}
