/** The first page of the server: what it is, what runs, where to go. */
import type { ServerFacts } from '../../plugin.ts'
import type { Branding } from './branding.ts'
import { html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { fillText, type TextKey } from './texts.ts'

/** Links for people, the first of them above all; the others are for developers. */
const forPeople: Readonly<Record<string, TextKey>> = {
  'sign-in': 'login.submit',
  account: 'user.account',
  console: 'index.console',
}

const forDevelopers: Readonly<Record<string, TextKey>> = {
  metadata: 'index.metadata',
  docs: 'index.openApi',
  'openid-configuration': 'index.discovery',
  Operation: 'index.operations',
  health: 'index.health',
}

export function renderIndexPage(branding: Branding, { version, database, state, links }: ServerFacts): Page {
  const { texts, name } = branding
  const entries = Object.entries(links)
  const body = html`<p>${fillText(texts['index.lead'], { name })}</p>
<div class="actions">
${entries.map(([key, url]) => renderButton(key, url, branding))}</div>
<dl>
<dt>${texts['index.version']}</dt><dd>${version}</dd>
<dt>${texts['index.database']}</dt><dd>${database}</dd>
<dt>${texts['index.state']}</dt><dd>${texts[`index.${state}`]}</dd>
</dl>
<h2 id="developers">${texts['index.developers']}</h2>
<ul aria-labelledby="developers">
${entries.filter(([key]) => !Object.hasOwn(forPeople, key)).map(([key, url]) => html`<li><a href="${safeUrl(url)}">${textOf(key, forDevelopers, branding) ?? key}</a></li>\n`)}</ul>
<p class="muted small">${texts['index.documentation']}</p>`
  return renderLayout({ branding, title: texts['index.title'], body })
}

function textOf(key: string, keys: Readonly<Record<string, TextKey>>, { texts }: Branding): string | null {
  const text = Object.hasOwn(keys, key) ? keys[key] : undefined
  return text === undefined ? null : texts[text]
}

function renderButton(key: string, url: string, branding: Branding): SafeHtml | null {
  const text = textOf(key, forPeople, branding)
  const look = key === 'sign-in' ? 'button primary' : 'button'
  return text === null ? null : html`<a class="${look}" href="${safeUrl(url)}">${text}</a>\n`
}
