/** What a redirect URI may look like, and when a requested one is the registered one. */

const scriptSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'blob:',
  'file:',
  'about:',
  'view-source:',
])

/** Why a URI cannot be registered; undefined when it can. RFC 6749 §3.1.2: absolute, without a fragment. */
export function describeRedirectUriProblem(uri: string): string | undefined {
  if (uri.includes('*'))
    return '`*` stands for nothing here: each address is registered in full, as in https://app.example/callback'
  // RFC 3986 §2: anything else must be percent-encoded, and could not stand in a Location header.
  if (!/^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/.test(uri))
    return 'has a character that must be percent-encoded'
  const parsed = URL.parse(uri)
  if (parsed === null) return 'must be an absolute URI such as https://app.example/callback'
  if (/^https?:/i.test(uri) && !/^https?:\/\/[^/?#*]+/i.test(uri))
    return 'must name one host, as in https://app.example'
  if (uri.includes('#')) return 'must not have a fragment (RFC 6749 section 3.1.2)'
  if (scriptSchemes.has(parsed.protocol)) return `the scheme ${parsed.protocol} is not allowed`
  if (parsed.username !== '' || parsed.password !== '') return 'must not hold a user name or a password'
  return undefined
}

const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?=[/?]|$)/

/**
 * Exact string comparison (RFC 9700 §2.1), but for the port of `http://127.0.0.1` and `http://[::1]`, which a native app
 * picks when it starts (RFC 8252 §7.3).
 */
export function isRegisteredRedirectUri(registered: string, requested: string): boolean {
  if (registered === requested) return true
  const ours = loopback.exec(registered)
  const theirs = loopback.exec(requested)
  if (!ours || !theirs || ours[1] !== theirs[1]) return false
  return registered.slice(ours[0].length) === requested.slice(theirs[0].length)
}

/** Whether it leads to something on the person's own device, where any program may listen (RFC 8252 §7.1, §7.3). */
export function isOnDevice(redirectUri: string): boolean {
  const url = URL.parse(redirectUri)
  return url !== null && (!/^https?:$/.test(url.protocol) || loopbackHosts.has(url.hostname))
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
