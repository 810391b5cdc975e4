/** The page that asks whether a client may act for the person. */
import { doScopesCover, hasResourceScope } from '../../schema/resource-scopes.ts'
import type { Branding } from './branding.ts'
import { toRedirectPlace } from './client-name.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { toScopeSentence } from './scope-words.ts'
import { type PageUser, renderAccount } from './sign-out-form.ts'
import { fillText } from './texts.ts'

/** The client as the person should see it; the redirect URI is the one of this request. */
export interface ConsentClient {
  readonly name: string
  readonly redirectUri: string
}

export interface ConsentPageParts extends FormParts {
  readonly branding: Branding
  readonly client: ConsentClient
  readonly user: PageUser
  readonly scopes: readonly string[]
  /** Of a first-party application that asks for no records in particular: it acts with all rights of the person. */
  readonly hasAllRights?: boolean
  /** Where the person can withdraw it. */
  readonly accountUrl: string
  /** Ends the session for a person who is somebody else. */
  readonly signOut?: FormParts
}

/** Answers with `decision=allow` or `decision=deny`. */
export function renderConsentPage(parts: ConsentPageParts): Page {
  const { branding, client, user } = parts
  const { texts, name } = branding
  const values = { client: html`<strong><bdi>${client.name}</bdi></strong>`, name }
  const body = html`<p>${fillText(texts['grant.lead'], values)}</p>
${renderScopes(parts)}
${isUnrestricted(parts) && html`<p class="alert">${texts['grant.everything']}</p>`}
${renderRights(parts)}
${renderDestination(parts)}
<form method="post" action="${safeUrl(parts.action)}">
${renderHiddenFields(parts)}<div class="actions">
<button class="button primary" type="submit" name="decision" value="allow">${texts['grant.allow']}</button>
<button class="button" type="submit" name="decision" value="deny">${texts['grant.deny']}</button>
</div>
</form>
${renderAccount(branding, user, parts.signOut)}`
  return renderLayout({ branding, title: texts['grant.title'], body })
}

function renderScopes({ branding, scopes }: ConsentPageParts): SafeHtml {
  const { texts } = branding
  const distinct = [...new Set(scopes)]
  if (distinct.length === 0) return html`<p>${texts['grant.noScopes']}</p>`
  return html`<h2 id="scopes">${texts['grant.scopes']}</h2>
<ul aria-labelledby="scopes">
${distinct.map((scope) => html`<li>${toScopeSentence(scope, branding)}</li>\n`)}</ul>`
}

function isUnrestricted({ scopes, hasAllRights = false }: ConsentPageParts): boolean {
  return hasAllRights || doScopesCover(scopes, undefined, 'cruds')
}

/** A token without resource scopes reaches no records of a client that is not first-party. */
function renderRights(parts: ConsentPageParts): SafeHtml {
  const { branding, scopes, accountUrl, hasAllRights = false } = parts
  const { texts } = branding
  const sentence = texts[hasAllRights || hasResourceScope(scopes) ? 'grant.rights' : 'grant.identity']
  const account = html`<a href="${safeUrl(accountUrl)}">${texts['grant.account']}</a>`
  return html`<p class="muted small">${fillText(sentence, { account })}</p>`
}

function renderDestination({ branding: { texts }, client }: ConsentPageParts): SafeHtml | null {
  const destination = toRedirectPlace(client.redirectUri)
  if (destination === null) return null
  const place = html`<code>${destination.place}</code>`
  const shown = destination.onThisDevice ? fillText(texts['grant.thisDevice'], { place }) : place
  return html`<dl>
<dt>${texts['grant.destination']}</dt><dd>${shown}</dd>
</dl>`
}
