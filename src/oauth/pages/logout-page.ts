/** The pages around signing out (OpenID Connect RP-Initiated Logout 1.0 §2): the question, and the end. */
import type { Branding } from './branding.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { html } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { type PageUser, renderAccount } from './sign-out-form.ts'
import { fillText } from './texts.ts'

export interface LogoutPageParts extends FormParts {
  readonly branding: Branding
  readonly user?: PageUser
  /** The application that asks for it. */
  readonly clientName?: string
  /** Where ‘stay signed in’ leads; without it there is no such link. A link, so that every post means yes. */
  readonly cancelUrl?: string
}

/** Asks before the session ends: a link on another site must not sign anyone out. */
export function renderLogoutPage(parts: LogoutPageParts): Page {
  const { branding, user, clientName, cancelUrl } = parts
  const { texts, name } = branding
  const values = { name, client: html`<strong><bdi>${clientName}</bdi></strong>` }
  const body = html`<p>${fillText(texts[clientName === undefined ? 'logout.lead' : 'logout.asked'], values)}</p>
<form method="post" action="${safeUrl(parts.action)}">
${renderHiddenFields(parts)}<div class="actions">
<button class="button primary" type="submit">${texts['logout.submit']}</button>
${cancelUrl !== undefined && html`<a class="button" href="${safeUrl(cancelUrl)}">${texts['logout.cancel']}</a>`}
</div>
</form>
${user !== undefined && renderAccount(branding, user)}`
  return renderLayout({ branding, title: texts['logout.title'], body })
}

export interface LoggedOutPageParts {
  readonly branding: Branding
  /** Back to the application: one of its registered post-logout redirect URIs. */
  readonly returnUrl?: string
  readonly clientName?: string
  readonly signInUrl?: string
}

export function renderLoggedOutPage({
  branding,
  returnUrl,
  clientName,
  signInUrl,
}: LoggedOutPageParts): Page {
  const { texts } = branding
  const client = html`<bdi>${clientName ?? texts['loggedOut.application']}</bdi>`
  const body = html`<p>${texts['loggedOut.lead']}</p>
${
  (returnUrl !== undefined || signInUrl !== undefined) &&
  html`<div class="actions">
${returnUrl !== undefined && html`<a class="button primary" href="${safeUrl(returnUrl)}">${fillText(texts['loggedOut.return'], { client })}</a>`}
${signInUrl !== undefined && html`<a class="button" href="${safeUrl(signInUrl)}">${texts['loggedOut.signIn']}</a>`}
</div>`
}`
  return renderLayout({ branding, title: texts['loggedOut.title'], body })
}
