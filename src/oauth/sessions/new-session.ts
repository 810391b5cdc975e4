/** What a session is made of, and how long it lasts: as long as the last of its tokens. */
import type { Clock } from '../../kernel/clock.ts'
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { type ClaimsRequest, noClaims } from '../oidc/claims-request.ts'
import type { SessionResource } from '../resources/Session.ts'

export interface NewSession {
  readonly id: string
  readonly type: SessionResource['type']
  readonly userId?: string
  readonly clientId?: string
  /** Browser session that this one shares its end with, of first-party clients. */
  readonly parentId?: string
  /** Browser session that it came from and does not end with, of third-party clients. */
  readonly signInId?: string
  /** Milliseconds since 1970 at which the last of its tokens ends; undefined: one of them does not. */
  readonly expiresAt: number | undefined
  /** Seconds since 1970 of the sign-in. */
  readonly authTime?: number
  /** How the user signed in (RFC 8176). */
  readonly methods?: readonly string[]
  readonly scope?: readonly string[]
  /** Single claims that were asked for. */
  readonly claims?: ClaimsRequest
  /** Of a session that is its own token. */
  readonly audience?: readonly string[]
  readonly userAgent?: string
  readonly ip?: string
}

/** Tokens are extended before their session is; the one must not end in between, nor by clocks that differ. */
const slackMs = 2 * 60_000

/**
 * When the last token of a session ends, in milliseconds since 1970: the access token that is issued now, or the refresh
 * token. `refreshUntil`: null for one that does not expire, undefined for none. Undefined: it does not end by itself.
 */
export function lastTokenEnd(
  { accessTokenSeconds }: Pick<GrantSettings, 'accessTokenSeconds'>,
  refreshUntil: number | null | undefined,
  clock: Clock,
): number | undefined {
  if (refreshUntil === null) return undefined
  return Math.max(clock.now() + accessTokenSeconds * 1000, refreshUntil ?? 0) + slackMs
}

/** Whether the stored time is late enough for tokens that end at `wanted`, without a write at each refresh. */
export function lastsUntil(stored: string | undefined, wanted: number | undefined): boolean {
  if (stored === undefined || wanted === undefined) return stored === wanted
  return Date.parse(stored) + slackMs / 2 >= wanted
}

export function toSession(session: NewSession, clock: Clock): SessionResource & { readonly id: string } {
  const { id, type, userId, clientId, parentId, signInId, expiresAt } = session
  const { authTime, methods, scope = [], claims = noClaims, audience = [], userAgent, ip } = session
  return {
    resourceType: 'Session',
    ...{ id, type, active: true, start: iso(clock.now()) },
    ...(expiresAt === undefined ? {} : { expires: iso(expiresAt) }),
    ...(userId === undefined ? {} : { user: { reference: `User/${userId}` } }),
    ...(clientId === undefined ? {} : { client: { reference: `Client/${clientId}` } }),
    ...(parentId === undefined ? {} : { parent: { reference: `Session/${parentId}` } }),
    ...(signInId === undefined ? {} : { signIn: { reference: `Session/${signInId}` } }),
    ...(authTime === undefined ? {} : { authTime }),
    ...(methods === undefined ? {} : { amr: [...methods] }),
    ...(scope.length === 0 ? {} : { scope: [...scope] }),
    ...toClaims(claims),
    ...(audience.length === 0 ? {} : { audience: [...audience] }),
    ...(userAgent ? { userAgent: userAgent.slice(0, 512) } : {}),
    ...(ip ? { ip: ip.slice(0, 64) } : {}),
  }
}

function toClaims({ userinfo, idToken }: ClaimsRequest): Pick<SessionResource, 'claims'> {
  if (userinfo.length === 0 && idToken.length === 0) return {}
  return { claims: { userinfo: [...userinfo], id_token: [...idToken] } }
}

/** As Session has its times. */
export function iso(ms: number): string {
  return new Date(ms).toISOString()
}
