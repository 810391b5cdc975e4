/** What a signed-in person sees who opens the login page without an application that waits for it. */
import type { Branding } from './branding.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { html } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { type PageUser, renderSignedInAs } from './sign-out-form.ts'

export interface SignedInPageParts {
  readonly branding: Branding
  readonly user: PageUser
  readonly accountUrl: string
  readonly signOut: FormParts
}

export function renderSignedInPage({ branding, user, accountUrl, signOut }: SignedInPageParts): Page {
  const { texts } = branding
  const body = html`<p>${renderSignedInAs(branding, user)}</p>
<p class="muted">${texts['signedIn.lead']}</p>
<form method="post" action="${safeUrl(signOut.action)}">
${renderHiddenFields(signOut)}<div class="actions">
<a class="button" href="${safeUrl(accountUrl)}">${texts['user.account']}</a>
<button class="button" type="submit">${texts['user.signOut']}</button>
</div>
</form>`
  return renderLayout({ branding, title: texts['signedIn.title'], body })
}
