/** An authorization request as a value: made once from its parameters and its client, whatever then happens to it. */

import type { GrantSettings } from '../client-auth/client-settings.ts'
import type { ClaimsRequest } from '../oidc/claims-request.ts'
import type { AuthorizeParams, ResponseMode } from '../params/authorize-params.ts'
import type { ClientDocument } from '../resources/Client.ts'

/** Found first: without a client and its redirect URI nobody is redirected anywhere. */
export interface RequestTarget {
  readonly client: ClientDocument
  readonly settings: GrantSettings
  readonly redirectUri: string
  readonly state: string | undefined
  /** How the client is answered; `query` where another way is asked for and not possible. */
  readonly responseMode: ResponseMode
  /** Languages that the person is to be spoken to in. */
  readonly uiLocales: string | undefined
}

/** What the request asks for, once every check has passed. */
export interface AuthorizationRequest extends RequestTarget {
  readonly params: AuthorizeParams
  readonly scope: readonly string[]
  /** Single claims, of a request with the scope `openid`. */
  readonly claims: ClaimsRequest
  /** What the person is asked about: the scope, and the scopes that the single claims belong to. */
  readonly disclosed: readonly string[]
  readonly audience: readonly string[]
  readonly prompt: ReadonlySet<string>
  /** The user of `id_token_hint`, or of the claim `sub` that is asked for: anybody else is asked to sign in. */
  readonly expectedUserId: string | undefined
}
