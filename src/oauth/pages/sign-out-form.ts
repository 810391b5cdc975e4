/** Who is signed in, with the way out: the foot of the pages for people with a session. */
import type { UserDocument } from '../../directory/User.ts'
import type { Branding } from './branding.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { html, type SafeHtml } from './html.ts'
import { safeUrl } from './safe-url.ts'
import { fillText } from './texts.ts'

/** The signed-in person: the name to show, and beside it what tells two people of one name apart. */
export interface PageUser {
  readonly name: string
  readonly detail?: string
}

export function toPageUser({ id, resource }: UserDocument): PageUser {
  const { displayName, name, userName, email } = resource
  const account = userName ?? email ?? id
  return { name: displayName ?? name?.formatted ?? account, detail: account }
}

function renderUser({ name, detail }: PageUser): SafeHtml {
  const shown = detail !== undefined && detail !== name
  return html`<strong><bdi>${name}</bdi></strong>${shown && html` (<bdi>${detail}</bdi>)`}`
}

export function renderSignedInAs(branding: Branding, user: PageUser): SafeHtml {
  return fillText(branding.texts['user.signedInAs'], { user: renderUser(user) })
}

/** The line ‘Signed in as …’ and, with `signOut`, a form that ends the session. */
export function renderAccount(branding: Branding, user: PageUser, signOut?: FormParts): SafeHtml {
  return html`<div class="account"><span>${renderSignedInAs(branding, user)}</span>
${
  signOut !== undefined &&
  html`<form method="post" action="${safeUrl(signOut.action)}">
${renderHiddenFields(signOut)}<span class="muted">${branding.texts['grant.notYou']}</span> <button class="link" type="submit">${branding.texts['user.signOut']}</button>
</form>`
}</div>`
}
