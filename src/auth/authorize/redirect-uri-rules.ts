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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\s\x00-\x1f\x7f]/.test(uri)) return 'must not hold spaces or control characters'
  const parsed = URL.parse(uri)
  if (parsed === null) return 'must be an absolute URI such as https://app.example/callback'
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
