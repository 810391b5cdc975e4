/** The page that asks whether a client may act for the person. */
import type { Branding } from './branding.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { type PageUser, renderAccount } from './sign-out-form.ts'
import { fillText, toScopeSentence } from './texts.ts'

/** The client as the person should see it; the redirect URI is the one of this request. */
export interface ConsentClient {
  readonly id: string
  readonly name?: string
  readonly redirectUri: string
}

export interface ConsentPageParts extends FormParts {
  readonly branding: Branding
  readonly client: ConsentClient
  readonly user: PageUser
  readonly scopes: readonly string[]
  /** Ends the session for a person who is somebody else. */
  readonly signOut?: FormParts
}

/** Answers with `decision=allow` or `decision=deny`. */
export function renderConsentPage(parts: ConsentPageParts): Page {
  const { branding, client, user } = parts
  const { texts, name } = branding
  const clientName = html`<strong><bdi>${client.name ?? client.id}</bdi></strong>`
  const body = html`<p>${fillText(texts['grant.lead'], { client: clientName, name })}</p>
${renderScopes(parts)}
<p class="muted small">${fillText(texts['grant.rights'], { client: clientName, name })}</p>
${renderClient(parts)}
<form method="post" action="${safeUrl(parts.action)}">
${renderHiddenFields(parts)}<div class="actions">
<button class="button" type="submit" name="decision" value="deny">${texts['grant.deny']}</button>
<button class="button primary" type="submit" name="decision" value="allow">${texts['grant.allow']}</button>
</div>
</form>
${renderAccount(branding, user, parts.signOut)}`
  return renderLayout({ branding, title: texts['grant.title'], body })
}

function renderScopes({ branding: { texts }, scopes }: ConsentPageParts): SafeHtml {
  const distinct = [...new Set(scopes)]
  if (distinct.length === 0) return html`<p>${texts['grant.noScopes']}</p>`
  return html`<h2 id="scopes">${texts['grant.scopes']}</h2>
<ul aria-labelledby="scopes">
${distinct.map((scope) => html`<li>${toScopeSentence(scope, texts)}</li>\n`)}</ul>`
}

function renderClient({ branding: { texts }, client }: ConsentPageParts): SafeHtml {
  const destination = toRedirectPlace(client.redirectUri)
  const place = destination !== null && html`<code>${destination.place}</code>`
  return html`<dl>
<dt>${texts['grant.client']}</dt><dd><code>${client.id}</code></dd>
${destination !== null && html`<dt>${texts['grant.destination']}</dt><dd>${destination.onThisDevice ? fillText(texts['grant.thisDevice'], { place }) : place}</dd>`}
</dl>`
}

/** A host on the web, or something that runs on the person's own device (RFC 8252 §7). */
interface RedirectPlace {
  readonly place: string
  readonly onThisDevice: boolean
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The host as the browser reads it: internationalised names in their ASCII form, so that none looks like another. */
function toRedirectPlace(redirectUri: string): RedirectPlace | null {
  if (!URL.canParse(redirectUri)) return null
  const { protocol, host, hostname } = new URL(redirectUri)
  if (protocol !== 'https:' && protocol !== 'http:') return { place: protocol, onThisDevice: true }
  return { place: host, onThisDevice: loopbackHosts.has(hostname) }
}
