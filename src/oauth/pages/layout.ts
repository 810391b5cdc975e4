/** The frame of every page: head, style, name and logo, one card. */

import type { Branding } from './branding.ts'
import { attributes, dangerouslyTrustedHtml, type HtmlValue, html, type SafeHtml } from './html.ts'
import { iconLink, renderLogo } from './logo.ts'

/** A finished document and the sources that its Content-Security-Policy must allow, and no others. */
export interface Page {
  readonly html: string
  /** BCP 47. */
  readonly language: string
  readonly styleSource: string
  readonly scriptSource: string | null
  readonly imageSources: readonly string[]
}

/** A script that the policy allows by its hash, and where it stands. */
export interface PageScript {
  readonly element: SafeHtml
  readonly source: string
}

export interface LayoutParts {
  readonly branding: Branding
  /** Heading of the page, and its title before the name. */
  readonly title: string
  /** Goes before the title in the browser's tab, so that it is the first thing a screen reader says. */
  readonly titlePrefix?: string
  readonly body: HtmlValue
  readonly script?: PageScript
  /** For pages with lists. */
  readonly isWide?: boolean
}

/** The whole document. */
export function renderLayout({ branding, title, titlePrefix = '', body, ...more }: LayoutParts): Page {
  const { script, isWide = false } = more
  const footer = branding.texts['layout.footer']
  const document = html`<!doctype html>
<html lang="${branding.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${titlePrefix}${title} – ${branding.name}</title>
${iconLink}
${dangerouslyTrustedHtml(`<style>${branding.style}</style>`)}
</head>
<body>
<header class="brand">${renderLogo(branding.logoUrl)}<span>${branding.name}</span></header>
<main ${attributes({ class: isWide && 'wide' })}>
<h1>${title}</h1>
${body}
</main>
${footer !== '' && html`<footer lang="${branding.ownLanguage}">${footer}</footer>`}
${script?.element}
</body>
</html>
`
  return {
    html: document.toString(),
    language: branding.language,
    styleSource: branding.styleSource,
    scriptSource: script?.source ?? null,
    // `data:` is for the icon of the tab, which stands in the page itself.
    imageSources: [...new Set(['data:', ...(branding.logoSource === null ? [] : [branding.logoSource])])],
  }
}
