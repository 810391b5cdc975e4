/** `DELETE /Session`: closes the session of the token that it is called with. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { noStoreJson } from '../no-store-json.ts'
import { requireTokenCaller } from './token-caller.ts'

/** 200 with the closed Session. */
export async function endSession(request: RouteRequest, services: AuthServices): Promise<Response> {
  const { sessionId } = await requireTokenCaller(request)
  return noStoreJson(await services.sessions.end(sessionId))
}
