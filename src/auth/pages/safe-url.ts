/** Which URLs may stand in a page: an allow-list of schemes, read the way browsers read them (URL Standard §4.4). */

/** Stands where a URL was refused: leads nowhere and loads nothing. */
export const refusedUrl = 'about:invalid'

const linkSchemes: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel'])
const imageData = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i

/** Attributes whose value a browser follows or loads. */
export const urlAttributes: ReadonlySet<string> = new Set([
  ...['href', 'src', 'action', 'formaction', 'poster', 'data', 'cite', 'ping', 'background', 'manifest'],
  'xlink:href',
])

/** True for a relative URL and for the schemes that run nothing; in `src` for images as `data:` too. */
export function isSafeUrl(url: string, attribute = 'href'): boolean {
  // Browsers drop tabs and line breaks inside a URL and controls before it: so does this check.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what hides `java\nscript:`
  const compact = url.replace(/[\u0000-\u0020\u007F-\u00A0]/g, '')
  const scheme = /^([^/?#:]*):/.exec(compact)?.[1]
  if (scheme === undefined) return true
  if (linkSchemes.has(scheme.toLowerCase())) return true
  return attribute === 'src' && imageData.test(compact)
}
