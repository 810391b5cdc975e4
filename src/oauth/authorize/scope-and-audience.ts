/** What tokens are asked to be good for, within what the settings of the client allow. */
import type { AppError } from '../../kernel/errors.ts'
import { hasResourceScope, isWellFormedResourceScope } from '../../schema/resource-scopes.ts'
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import { standardScopes } from '../oidc/user-claims.ts'

const maxScopes = 500

/** Scopes without repetition (RFC 6749 §3.3); the schema has checked their characters. @throws AppError `invalid_scope` */
export function parseScope(text: string | undefined): readonly string[] {
  const scope = [...new Set((text ?? '').split(' ').filter((one) => one !== ''))]
  if (scope.length > maxScopes) throw oauthError('invalid_scope', `More than ${maxScopes} scopes`)
  return scope
}

/** Contexts of a launch (SMART App Launch 2.2, §3) are not kept here: nobody could be told the patient. */
const isLaunchScope = (scope: string) => scope === 'launch' || scope.startsWith('launch/')

const openidScopes: ReadonlySet<string> = new Set(standardScopes)

/**
 * What is granted of what is asked for: only what somebody has declared. These are the `scopes` of the client where it
 * has any, else those of OpenID Connect and resource scopes that can be honoured; others are left out, and the answer's
 * `scope` says so (RFC 6749 §3.3). `isNarrow`: a token without resource scopes reaches no resource. Where that is not so,
 * a client whose list has some gets them also when it asks for none, and never all for what it misspelt.
 * @throws AppError `invalid_scope` for a scope that is not in the list of the client.
 */
export function resolveScope(
  asked: readonly string[],
  { scopes: listed }: Pick<GrantSettings, 'scopes'>,
  { isNarrow }: { readonly isNarrow: boolean },
): readonly string[] {
  if (listed !== undefined) checkListed(asked, listed)
  const granted = asked.filter((one) => !isLaunchScope(one) && (listed !== undefined || isDeclared(one)))
  if (isNarrow || hasResourceScope(granted)) return granted
  if (hasResourceScope(asked)) throw notHonoured(asked.filter((one) => hasResourceScope([one])))
  return [...granted, ...(listed ?? []).filter((one) => hasResourceScope([one]))]
}

function isDeclared(scope: string): boolean {
  return openidScopes.has(scope) || isWellFormedResourceScope(scope)
}

function checkListed(asked: readonly string[], listed: readonly string[]): void {
  const excess = asked.filter((one) => !listed.includes(one))
  if (excess.length > 0)
    throw oauthError('invalid_scope', `This client may not ask for: ${excess.join(' ').slice(0, 200)}`)
}

function notHonoured(scopes: readonly string[]): AppError {
  const text = scopes.join(' ').slice(0, 200)
  return oauthError('invalid_scope', `Not a resource scope such as user/Patient.rs: ${text}`)
}

export interface AudienceParams {
  readonly resource?: readonly string[]
  readonly audience?: readonly string[]
  readonly aud?: string
}

/** The names that this server answers to in `aud`, and in what asks for it. */
export function audiencesOf(issuer: string): ReadonlySet<string> {
  return new Set([issuer, `${issuer}/`, `${issuer}/fhir`, `${issuer}/fhir/`])
}

/**
 * Who a token is for: what the request names (RFC 8707; `audience` and SMART's `aud` say the same), or the client's setting.
 * Only a token that names this server is taken here.
 * @throws AppError `invalid_target` for an audience that is neither this server nor configured for the client.
 */
export function resolveAudience(
  { resource = [], audience = [], aud }: AudienceParams,
  settings: Pick<GrantSettings, 'audience'>,
  issuer: string,
): readonly string[] {
  const asked = [...resource, ...audience, ...(aud === undefined ? [] : [aud])]
  const ours = audiencesOf(issuer)
  const allowed = settings.audience ?? []
  const stranger = asked.find((one) => !ours.has(one) && !allowed.includes(one))
  if (stranger !== undefined) {
    throw oauthError('invalid_target', `This client may not ask for a token for ${stranger.slice(0, 200)}`)
  }
  const chosen = asked.length > 0 ? asked : (settings.audience ?? [issuer])
  return [...new Set(chosen.map((one) => (ours.has(one) ? issuer : one)))]
}
