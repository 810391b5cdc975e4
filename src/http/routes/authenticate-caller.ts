/** Asks the plug-ins who is calling: the first that knows decides. */
import type { Authenticate, RequestSnapshot } from '../../engine/ports/access.ts'
import type { StartedPlugin } from '../../plugin.ts'

/** Without a promise where the plug-in answers without one: callers that are in memory cost no turn of the event loop. */
export type AuthenticateCaller = (request: RequestSnapshot) => ReturnType<Authenticate>

/** Null: no plug-in found credentials. An error of a plug-in ends the request: bad credentials are never anonymous. */
export function createAuthenticateCaller(plugins: readonly StartedPlugin[]): AuthenticateCaller {
  const authenticators = plugins
    .map((plugin) => plugin.authenticate)
    .filter((one): one is Authenticate => !!one)
  const [only] = authenticators
  if (only !== undefined && authenticators.length === 1) return only
  return async (request) => {
    for (const authenticate of authenticators) {
      const caller = await authenticate(request)
      if (caller !== null) return caller
    }
    return null
  }
}
