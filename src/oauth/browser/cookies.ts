/** Cookies of the pages (RFC 6265bis): HttpOnly, SameSite=Lax, and with the `__Host-` prefix where the server is on https. */

/**
 * `device`: tells a browser in which somebody signed in from others, for longer than the sign-in lasts.
 * `form_<id>`: the `form` of one request, of a browser that had none: of tabs that open together, each gets one.
 */
export type CookieName = 'session' | 'device' | 'form' | `form_${string}`

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

/**
 * The value that tells a browser from others, in general or for a request. It stays while people sign in and out, so that
 * no tab disturbs another.
 */
export function browserOf(headers: Headers, requestId: string | undefined, cookies: Cookies) {
  const own = requestId === undefined ? undefined : cookies.read(headers, `form_${requestId}`)
  return own ?? cookies.read(headers, 'form')
}
