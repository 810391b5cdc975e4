/** The logo of the pages: Firekeep's own mark, or an image that the operator names. */
import { dangerouslyTrustedHtml, html, type SafeHtml } from './html.ts'
import { safeUrl } from './safe-url.ts'

/** A data URL of this length is an image of 48 KiB; it goes with every page. */
export const maximumLogoLength = 65_536

const imageData = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/

// A flame inside a keep: what burns is guarded.
const shapes =
  '<path d="M6 5h4.6v3.4h3.9V5h3v3.4h3.9V5H26v13.2c0 5-3.9 8-10 10.8-6.1-2.8-10-5.8-10-10.8z" fill="currentColor"/>' +
  '<path d="M16.3 11c.5 2.9 4.2 4.3 4.2 8.2a4.5 4.5 0 0 1-9 0c0-2 1-3.1 1.9-4.1.2 1.1.6 1.7 1.2 2.1.1-2.4.4-4.4 1.7-6.2z" fill="#fff"/>'

export const mark: SafeHtml = dangerouslyTrustedHtml(
  `<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">${shapes}</svg>`,
)

const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" color="#c2501f">${shapes}</svg>`

/** The mark for the browser's tab, in place, so that no page makes a browser ask for `/favicon.ico`. */
export const iconLink: SafeHtml = dangerouslyTrustedHtml(
  `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(iconSvg)}">`,
)

/** The logo, or the mark. The name stands beside it as text, so neither needs words of its own. */
export function renderLogo(logoUrl: string | null): SafeHtml {
  return logoUrl === null ? mark : html`<img src="${safeUrl(logoUrl, 'src')}" alt="">`
}

export function isImageUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > maximumLogoLength) return false
  return toImageSource(value) !== null
}

/** The least that a Content-Security-Policy must allow for this image; null for what is no image URL. */
export function toImageSource(url: string): string | null {
  if (imageData.test(url)) return 'data:'
  if (!URL.canParse(url)) return null
  const { protocol, origin, username } = new URL(url)
  // The characters are checked too: a host may hold `;`, which would end the directive.
  return protocol === 'https:' && username === '' && /^https:\/\/[a-z0-9.-]+(?::\d+)?$/.test(origin)
    ? origin
    : null
}
