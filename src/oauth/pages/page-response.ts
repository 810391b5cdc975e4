/** A page as an answer, with the headers that every page of the server carries. */
import { toFormActionSource } from './form-action-source.ts'
import type { Page } from './layout.ts'

export interface PageResponseOptions {
  readonly status?: number
  /**
   * Origins or whole redirect URIs that a form of the page may end at besides this server. Chromium applies
   * `form-action` to every redirect behind the submit, the one to the client included.
   */
  readonly formAction?: readonly string[]
  /** More headers, such as `Set-Cookie` and `Retry-After`; the ones below cannot be replaced. */
  readonly headers?: HeadersInit
}

// No Cross-Origin-Opener-Policy: `same-origin` would cut `window.opener` for clients that sign in with a popup.
// Nothing can be done to the pages through it: their scripts are constants, and framing is refused.
const fixedHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // Tells other origins nothing; `no-referrer` would make browsers send `Origin: null` with our own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-resource-policy': 'same-origin',
}

/** The answer to a browser. */
export function toPageResponse(page: Page, options: PageResponseOptions = {}): Response {
  const headers = new Headers(options.headers)
  for (const [name, value] of Object.entries(fixedHeaders)) headers.set(name, value)
  headers.set('content-language', page.language)
  headers.set('content-security-policy', toPolicy(page, options.formAction ?? []))
  return new Response(page.html, { status: options.status ?? 200, headers })
}

/** Content Security Policy Level 3: nothing but what the page itself holds. */
function toPolicy(page: Page, formAction: readonly string[]): string {
  const targets = formAction.map(toFormActionSource).filter((source) => source !== null)
  return [
    "default-src 'none'",
    `style-src ${page.styleSource}`,
    ...(page.scriptSource === null ? [] : [`script-src ${page.scriptSource}`]),
    `img-src ${page.imageSources.join(' ')}`,
    `form-action ${[...new Set(["'self'", ...targets])].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}
