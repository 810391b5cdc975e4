/** The page on which people see and end what they allowed to applications, and where they are signed in. */
import type { AllowedApplication } from '../account/allowed-applications.ts'
import type { SignedInPlace } from '../account/signed-in-places.ts'
import { nameBrowser } from '../account/user-agent.ts'
import type { Branding } from './branding.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { toScopeSentence } from './scope-words.ts'
import { type PageUser, renderAccount } from './sign-out-form.ts'
import { fillText } from './texts.ts'

export interface AccountPageParts {
  readonly branding: Branding
  readonly user: PageUser
  readonly applications: readonly AllowedApplication[]
  readonly places: readonly SignedInPlace[]
  /** What was done just now. */
  readonly done?: 'withdrawn' | 'ended'
  /** Posts `withdraw`, `end` or `end_all`. */
  readonly form: FormParts
  readonly signOut: FormParts
}

/** Of one list: who has more sees the newest. */
const maximumShown = 50

export function renderAccountPage(parts: AccountPageParts): Page {
  const { branding, user, applications, places, done, signOut } = parts
  const { texts } = branding
  const body = html`${done !== undefined && html`<p class="notice" role="status">${texts[`account.${done}`]}</p>`}
<section aria-labelledby="places">
<h2 id="places">${texts['account.sessions']}</h2>
${renderList(places, (place, at) => renderPlace(place, at, parts), branding)}
${places.length > 1 && renderForm(parts, html`<button class="button" type="submit" name="end_all" value="true">${texts['account.endAll']}</button>`)}
</section>
<section aria-labelledby="applications">
<h2 id="applications">${texts['account.grants']}</h2>
${applications.length === 0 ? html`<p class="muted">${texts['account.noGrants']}</p>` : renderList(applications, (one, at) => renderApplication(one, at, parts), branding)}
</section>
${renderAccount(branding, user, signOut)}`
  return renderLayout({ branding, title: texts['account.title'], body, isWide: true })
}

function renderList<T>(
  items: readonly T[],
  render: (item: T, at: number) => SafeHtml,
  { texts }: Branding,
): SafeHtml {
  const more = fillText(texts['account.more'], { count: maximumShown })
  return html`<ul class="items">
${items.slice(0, maximumShown).map(render)}</ul>
${items.length > maximumShown && html`<p class="muted small">${more}</p>`}`
}

function renderPlace(place: SignedInPlace, at: number, parts: AccountPageParts): SafeHtml {
  const { branding } = parts
  const { texts } = branding
  const { since, lastUsed, address, applications } = place
  const said = [
    fillText(texts['account.since'], { date: renderTime(since, branding, 'minute') }),
    lastUsed !== undefined &&
      fillText(texts['account.lastUsed'], { date: renderTime(lastUsed, branding, 'minute') }),
    address !== undefined && fillText(texts['account.address'], { address: html`<bdi>${address}</bdi>` }),
  ].filter((one) => one !== false)
  const names = applications.slice(0, maximumShown).join(', ')
  return html`<li><div><h3 id="place-${at}"><bdi>${toPlaceName(place, branding)}</bdi>${place.isThis && html` <span class="badge">${texts['account.thisBrowser']}</span>`}</h3>
<p class="muted small">${said.map((one, index) => html`${index > 0 && ' · '}${one}`)}</p>
${names !== '' && html`<p class="muted small">${fillText(texts['account.applications'], { applications: html`<bdi>${names}</bdi>` })}</p>`}</div>
${!place.isThis && renderForm(parts, html`<button class="button small" type="submit" name="end" value="${place.sessionId}" aria-describedby="place-${at}">${texts['account.end']}</button>`)}</li>
`
}

function toPlaceName({ application, userAgent = '' }: SignedInPlace, { texts }: Branding): SafeHtml | string {
  if (application !== undefined) return application ?? texts['account.unknownApplication']
  const { browser, system } = nameBrowser(userAgent)
  const name = browser ?? texts['account.unknownBrowser']
  return system === undefined ? name : fillText(texts['account.browser'], { browser: name, system })
}

function renderApplication(
  { grantId, name, scopes, since }: AllowedApplication,
  at: number,
  parts: AccountPageParts,
): SafeHtml {
  const { branding } = parts
  const { texts } = branding
  return html`<li><div><h3 id="application-${at}"><bdi>${name ?? texts['account.unknownApplication']}</bdi></h3>
<p class="muted small">${fillText(texts['account.allowed'], { date: renderTime(since, branding, 'day') })}</p>
${scopes.length > 0 && html`<ul class="small">${scopes.slice(0, maximumShown).map((scope) => html`<li>${toScopeSentence(scope, branding)}</li>\n`)}</ul>`}</div>
${renderForm(parts, html`<button class="button small" type="submit" name="withdraw" value="${grantId}" aria-describedby="application-${at}">${texts['account.withdraw']}</button>`)}</li>
`
}

function renderForm({ form }: AccountPageParts, button: SafeHtml): SafeHtml {
  return html`<form method="post" action="${safeUrl(form.action)}">
${renderHiddenFields(form)}${button}
</form>`
}

/** In the language of the page and in UTC: the server does not know where the person is. */
function renderTime(iso: string, { language }: Branding, precision: 'day' | 'minute'): SafeHtml {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return html`${iso}`
  const time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
  const text = new Intl.DateTimeFormat(language, {
    ...{ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' },
    ...(precision === 'minute' && time),
  }).format(at)
  return html`<time datetime="${iso}">${text}</time>`
}
