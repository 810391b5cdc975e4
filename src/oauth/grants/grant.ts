/** What every grant type is given and answers. */
import type { JsonObject } from '../../kernel/json.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { AuthenticatedClient } from '../client-auth/authenticate-client.ts'
import type { Params } from '../params/params.ts'

export interface GrantRequest {
  readonly request: RouteRequest
  readonly params: Params
  readonly authenticated: AuthenticatedClient
  readonly services: AuthServices
}

/** @throws AppError with the error code of RFC 6749 §5.2. */
export type Grant = (grant: GrantRequest) => Promise<JsonObject>
