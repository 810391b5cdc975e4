/** Where a redirect URI leads, in the words of the consent page. */

/** A host on the web, or something that runs on the person's own device (RFC 8252 §7). */
export interface RedirectPlace {
  readonly place: string
  readonly onThisDevice: boolean
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The host as the browser reads it: internationalised names in their ASCII form, so that none looks like another. */
export function toRedirectPlace(redirectUri: string): RedirectPlace | null {
  if (!URL.canParse(redirectUri)) return null
  const { protocol, host, hostname } = new URL(redirectUri)
  if (protocol !== 'https:' && protocol !== 'http:') return { place: protocol, onThisDevice: true }
  return { place: host, onThisDevice: loopbackHosts.has(hostname) }
}
