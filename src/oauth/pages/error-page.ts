/** The page for what cannot be sent back to a client: what happened, what to do, and what support needs to know. */
import type { Branding } from './branding.ts'
import { html } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'

export interface ErrorPageParts {
  readonly branding: Branding
  readonly title: string
  /** What happened, safe to show. */
  readonly message: string
  /** What the person can do about it. */
  readonly advice?: string
  /** Stable technical code, such as `invalid_request`. */
  readonly code?: string
  /** The id that the log line has too. */
  readonly requestId?: string
  /** A way on, such as the sign-in page. */
  readonly link?: { readonly url: string; readonly text: string }
}

export function renderErrorPage({ branding, title, message, ...more }: ErrorPageParts): Page {
  const { advice, code, requestId, link } = more
  const { texts } = branding
  const body = html`<p class="alert" role="alert">${message}</p>
${advice !== undefined && html`<p>${advice}</p>`}
${
  (code !== undefined || requestId !== undefined) &&
  html`<dl aria-label="${texts['error.details']}">
${code !== undefined && html`<dt>${texts['error.code']}</dt><dd><code>${code}</code></dd>`}
${requestId !== undefined && html`<dt>${texts['error.requestId']}</dt><dd><code>${requestId}</code></dd>`}
</dl>`
}
${link !== undefined && html`<div class="actions"><a class="button" href="${safeUrl(link.url)}">${link.text}</a></div>`}`
  return renderLayout({ branding, title, body })
}
