/** Which URLs may stand in a page: an allow-list of schemes, whatever browsers would make of the others (URL Standard §4.4). */

/** Stands where a URL was refused: leads nowhere and loads nothing. */
const refusedUrl = 'about:invalid'

const linkSchemes: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel'])
const imageData = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i

/** Attributes whose value a browser follows or loads. */
export const urlAttributes: ReadonlySet<string> = new Set([
  ...['href', 'src', 'action', 'formaction', 'poster', 'data', 'cite', 'ping', 'background', 'manifest'],
  'xlink:href',
])

/** The URL if it may stand in the attribute, else one that leads nowhere. */
export function safeUrl(url: string, attribute: 'href' | 'src' = 'href'): string {
  return isSafeUrl(url, attribute) ? url : refusedUrl
}

/** True for a relative URL and for the schemes that run nothing; in `src` for images as `data:` too. */
function isSafeUrl(url: string, attribute: 'href' | 'src'): boolean {
  // Whatever stands before the first colon must be a known scheme to the letter. Browsers drop controls, tabs and line
  // breaks there (`java\nscript:`); with an allow-list nothing has to be dropped here.
  const scheme = /^([^/?#:]*):/.exec(url)?.[1]
  if (scheme === undefined) return true
  if (linkSchemes.has(scheme.toLowerCase())) return true
  return attribute === 'src' && imageData.test(url)
}
