/** What tokens are asked to be good for, within what the settings of the client allow. */
import { hasResourceScope } from '../../schema/resource-scopes.ts'
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'

const maxScopes = 500

/** Scopes without repetition (RFC 6749 §3.3); the schema has checked their characters. @throws AppError `invalid_scope` */
export function parseScope(text: string | undefined): readonly string[] {
  const scope = [...new Set((text ?? '').split(' ').filter((one) => one !== ''))]
  if (scope.length > maxScopes) throw oauthError('invalid_scope', `More than ${maxScopes} scopes`)
  return scope
}

/**
 * What is asked for, within the `scopes` of the client. A client that is limited to resource scopes gets them also when
 * it asks for none (RFC 6749 §3.3: a default), because a token without any is not narrowed at all.
 * @throws AppError `invalid_scope` for a scope that the client may not ask for.
 */
export function resolveScope(asked: readonly string[], settings: GrantSettings): readonly string[] {
  const allowed = settings.scopes
  if (allowed === undefined) return asked
  const excess = asked.filter((one) => !allowed.includes(one))
  if (excess.length > 0) {
    throw oauthError('invalid_scope', `This client may not ask for: ${excess.join(' ').slice(0, 200)}`)
  }
  if (!hasResourceScope(allowed) || hasResourceScope(asked)) return asked
  return [...asked, ...allowed.filter((one) => hasResourceScope([one]))]
}

export interface AudienceParams {
  readonly resource?: readonly string[]
  readonly audience?: readonly string[]
  readonly aud?: string
}

/**
 * Who a token is for: what the request names (RFC 8707; `audience` and SMART's `aud` say the same), or the client's setting.
 * @throws AppError `invalid_target` for an audience that is neither this server nor configured for the client.
 */
export function resolveAudience(
  { resource = [], audience = [], aud }: AudienceParams,
  settings: GrantSettings,
  issuer: string,
): readonly string[] {
  const asked = [...resource, ...audience, ...(aud === undefined ? [] : [aud])]
  const ours = new Set([issuer, `${issuer}/`, `${issuer}/fhir`, `${issuer}/fhir/`])
  if (asked.length === 0) return settings.audience ?? [issuer]
  const allowed = settings.audience ?? []
  const stranger = asked.find((one) => !ours.has(one) && !allowed.includes(one))
  if (stranger !== undefined) {
    throw oauthError('invalid_target', `This client may not ask for a token for ${stranger.slice(0, 200)}`)
  }
  return [...new Set(asked.map((one) => (ours.has(one) ? issuer : one)))]
}
