/** Hands an authorization response to the client by POST (OAuth 2.0 Form Post Response Mode 1.0 §2). */
import type { Branding } from './branding.ts'
import { renderHiddenField } from './hidden-fields.ts'
import { dangerouslyTrustedHtml, html } from './html.ts'
import { type Page, type PageScript, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { fillText } from './texts.ts'

export interface FormPostPageParts {
  readonly branding: Branding
  /** The registered redirect URI of this request, http or https. */
  readonly redirectUri: string
  /** The parameters of the response: `code`, `state`, `iss` or an error. */
  readonly fields: Readonly<Record<string, string>>
  readonly clientName?: string
}

/**
 * It is a constant, and the policy of this page allows it by its hash and nothing else, so no
 * value of a request can become script. Without JavaScript the button does the same.
 */
const submitScript = 'document.forms[0].submit()'
const submit: PageScript = {
  element: dangerouslyTrustedHtml(`<script>${submitScript}</script>`),
  source: "'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='",
}

/** No token against forged requests: the form goes to the client, which checks `state`. */
export function renderFormPostPage({ branding, redirectUri, fields, clientName }: FormPostPageParts): Page {
  const { texts } = branding
  const client = html`<strong><bdi>${clientName ?? texts['loggedOut.application']}</bdi></strong>`
  const body = html`<p>${fillText(texts['formPost.lead'], { client })}</p>
<form method="post" action="${safeUrl(redirectUri)}">
${Object.entries(fields).map(([name, value]) => renderHiddenField(name, value))}<div class="actions"><button class="button primary" type="submit" autofocus>${texts['formPost.submit']}</button></div>
</form>`
  return renderLayout({ branding, title: texts['formPost.title'], body, script: submit })
}
