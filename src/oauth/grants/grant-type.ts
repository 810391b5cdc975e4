/** What a grant type (RFC 6749 §1.3) is given at the token endpoint and answers. */
import type { JsonObject } from '../../kernel/json.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { AuthenticatedClient } from '../client-auth/authenticate-client.ts'
import type { TokenParams } from '../params/client-params.ts'

export interface GrantRequest {
  readonly request: RouteRequest
  readonly params: TokenParams
  readonly authenticated: AuthenticatedClient
  readonly services: AuthServices
}

/** @throws AppError with the error code of RFC 6749 §5.2. */
export type GrantTypeHandler = (grant: GrantRequest) => Promise<JsonObject>
