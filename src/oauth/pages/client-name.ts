/** How people know an application: by its name, else by the host that it is on. Its id says nothing to them. */
import { grantSettings } from '../client-auth/client-settings.ts'
import type { ClientDocument } from '../resources/Client.ts'

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

export function nameOfClient(client: ClientDocument): string {
  const [redirectUri] = grantSettings(client, 'authorization_code').redirectUris
  return client.resource.name ?? hostOf(redirectUri) ?? client.id
}

function hostOf(redirectUri: string | undefined): string | null {
  const place = redirectUri === undefined ? null : toRedirectPlace(redirectUri)
  return place === null || place.onThisDevice ? null : place.place
}

/** A host on the web, or something that runs on the person's own device (RFC 8252 §7). */
export interface RedirectPlace {
  readonly place: string
  readonly onThisDevice: boolean
}

/** The host as the browser reads it: internationalised names in their ASCII form, so that none looks like another. */
export function toRedirectPlace(redirectUri: string): RedirectPlace | null {
  if (!URL.canParse(redirectUri)) return null
  const { protocol, host, hostname } = new URL(redirectUri)
  if (protocol !== 'https:' && protocol !== 'http:') return { place: protocol, onThisDevice: true }
  return { place: host, onThisDevice: loopbackHosts.has(hostname) }
}
