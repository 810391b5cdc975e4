/** What `form-action` must allow so that a redirect behind a form of ours still arrives (CSP Level 3 §6.4.1). */

// Schemes that navigate nowhere by a redirect, or that run what they hold.
const refusedSchemes: ReadonlySet<string> = new Set([
  ...[
    'javascript:',
    'data:',
    'vbscript:',
    'blob:',
    'filesystem:',
    'about:',
    'file:',
    'view-source:',
    'ws:',
    'wss:',
  ],
])

/**
 * The source expression for a redirect URI or an origin: its origin, or its scheme where it has none (`myapp:`).
 * A host that the grammar of host-source cannot say, such as `[::1]`, becomes its scheme. Null: never a target.
 */
export function toFormActionSource(redirectUri: string): string | null {
  if (!URL.canParse(redirectUri)) return null
  const { protocol, origin } = new URL(redirectUri)
  if (protocol !== 'https:' && protocol !== 'http:') return refusedSchemes.has(protocol) ? null : protocol
  // Checked although the parser made it: a host may hold `;` or `*`, which mean something else in a policy.
  return /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?$/.test(origin) ? origin : protocol
}
