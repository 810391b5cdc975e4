/** The page for what cannot be sent back to a client: what happened, what to do, and what support needs to know. */
import type { Branding } from './branding.ts'
import { html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'

export interface ErrorPageParts {
  readonly branding: Branding
  readonly title: string
  /** What happened, in the words of the person. */
  readonly lead: string
  /** What the person can do about it. */
  readonly advice?: string
  /** The words of the error itself: English, safe to show, for support. */
  readonly message?: string
  /** Stable technical code, such as `invalid_request`. */
  readonly code?: string
  /** The id that the log line has too. */
  readonly requestId?: string
  /** A way on, such as the sign-in page. */
  readonly link?: { readonly url: string; readonly text: string }
}

export function renderErrorPage({ branding, title, lead, advice, link, ...details }: ErrorPageParts): Page {
  const body = html`<p class="alert" role="alert">${lead}</p>
${advice !== undefined && html`<p>${advice}</p>`}
${link !== undefined && html`<div class="actions"><a class="button primary" href="${safeUrl(link.url)}">${link.text}</a></div>`}
${renderDetails(branding, details)}`
  return renderLayout({ branding, title, body })
}

type Details = Pick<ErrorPageParts, 'message' | 'code' | 'requestId'>

function renderDetails({ texts }: Branding, { message, code, requestId }: Details): SafeHtml | null {
  if (message === undefined && code === undefined && requestId === undefined) return null
  return html`<h2 class="muted small" id="details">${texts['error.details']}</h2>
<dl aria-labelledby="details">
${message !== undefined && html`<dt>${texts['error.message']}</dt><dd lang="en">${message}</dd>`}
${code !== undefined && html`<dt>${texts['error.code']}</dt><dd><code>${code}</code></dd>`}
${requestId !== undefined && html`<dt>${texts['error.requestId']}</dt><dd><code>${requestId}</code></dd>`}
</dl>`
}
