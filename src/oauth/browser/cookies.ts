/** Cookies of the pages (RFC 6265bis): HttpOnly, SameSite=Lax, and with the `__Host-` prefix where the server is on https. */

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
