/** What the endpoints of the auth plug-in work with; made once in oauth.ts. */
import type { Documents, PluginHost } from '../plugin.ts'
import type { KeptRequests } from './authorize/kept-requests.ts'
import type { Cookies } from './browser/cookies.ts'
import type { FormTokens } from './browser/form-tokens.ts'
import type { BearerCallers } from './callers/bearer.ts'
import type { ClientSecrets } from './client-auth/client-secrets.ts'
import type { Brandings } from './pages/branding.ts'
import type { KnownWays } from './passwords/known-ways.ts'
import type { Passwords } from './passwords/verify-password.ts'
import type { BrowserSessions } from './sessions/browser-sessions.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { AccessTokens } from './tokens/access-tokens.ts'
import type { AuthorizationCodes } from './tokens/authorization-codes.ts'
import type { RefreshTokens } from './tokens/refresh-tokens.ts'
import type { SigningKeys } from './tokens/signing-keys.ts'

export interface AuthServices {
  readonly host: PluginHost
  /** The issuer identifier (RFC 8414 §2): the base URL. */
  readonly issuer: string
  readonly documents: Documents
  readonly clientSecrets: ClientSecrets
  readonly passwords: Passwords
  readonly knownWays: KnownWays
  readonly sessions: Sessions
  readonly browsers: BrowserSessions
  readonly accessTokens: AccessTokens
  readonly requests: KeptRequests
  readonly codes: AuthorizationCodes
  readonly refreshTokens: RefreshTokens
  readonly keys: SigningKeys
  readonly bearer: BearerCallers
  readonly cookies: Cookies
  readonly forms: FormTokens
  readonly brandings: Brandings
}
