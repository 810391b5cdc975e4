/** Who a token is for: what the request names (RFC 8707; `audience` and SMART's `aud` say the same), or the client's setting. */
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import type { Params } from '../params/params.ts'

/** @throws AppError `invalid_target` for an audience that is neither this server nor configured for the client. */
export function resolveAudience(params: Params, settings: GrantSettings, issuer: string): readonly string[] {
  const asked = [...params.getAll('resource'), ...params.getAll('audience'), ...params.getAll('aud')]
  const ours = new Set([issuer, `${issuer}/`, `${issuer}/fhir`, `${issuer}/fhir/`])
  if (asked.length === 0) return settings.audience ?? [issuer]
  const allowed = settings.audience ?? []
  const stranger = asked.find((one) => !ours.has(one) && !allowed.includes(one))
  if (stranger !== undefined) {
    throw oauthError('invalid_target', `This client may not ask for a token for ${stranger.slice(0, 200)}`)
  }
  return [...new Set(asked.map((one) => (ours.has(one) ? issuer : one)))]
}
