/** Cookies of the pages (RFC 6265bis): HttpOnly, SameSite=Lax, and with the `__Host-` prefix where the server is on https. */

import type { Random } from '../../kernel/random.ts'

export type CookieName = 'session' | 'form'

export interface Cookies {
  read(headers: Headers, name: CookieName): string | undefined
  /** A `Set-Cookie` value for as long as the browser is open, or for `maxAgeSeconds`. */
  set(name: CookieName, value: string, maxAgeSeconds?: number): string
  clear(name: CookieName): string
}

export function createCookies(baseUrl: string): Cookies {
  const isSecure = baseUrl.startsWith('https:')
  const fullName = (name: CookieName) => `${isSecure ? '__Host-' : ''}firekeep_${name}`
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  return {
    read(headers, name) {
      const wanted = `${fullName(name)}=`
      for (const part of (headers.get('cookie') ?? '').split(';')) {
        const pair = part.trim()
        // base64url only: anything else was not set by this server.
        if (pair.startsWith(wanted) && /^[\w-]{1,128}$/.test(pair.slice(wanted.length)))
          return pair.slice(wanted.length)
      }
      return undefined
    },
    set(name, value, maxAgeSeconds) {
      const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`
      return `${fullName(name)}=${value}; ${attributes}${age}`
    },
    clear: (name) => `${fullName(name)}=; ${attributes}; Max-Age=0`,
  }
}

export interface BrowserIdentity {
  /** Tells this browser from others; it stays while people sign in and out, so that no tab disturbs another. */
  readonly value: string
  /** `Set-Cookie` where the browser had none. */
  readonly setCookie: readonly string[]
}

export function identifyBrowser(
  headers: Headers,
  { cookies, host }: { readonly cookies: Cookies; readonly host: { readonly random: Random } },
): BrowserIdentity {
  const known = cookies.read(headers, 'form')
  if (known !== undefined) return { value: known, setCookie: [] }
  const value = host.random.token(32)
  return { value, setCookie: [cookies.set('form', value)] }
}
