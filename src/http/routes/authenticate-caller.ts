/** Asks the plug-ins who is calling: the first that knows decides. */
import type { Authenticate, RequestSnapshot, Subject } from '../../engine/ports/access.ts'
import type { StartedPlugin } from '../../plugin.ts'

export type AuthenticateCaller = (request: RequestSnapshot) => Promise<Subject | null>

/** Null: no plug-in found credentials. An error of a plug-in ends the request: bad credentials are never anonymous. */
export function createAuthenticateCaller(plugins: readonly StartedPlugin[]): AuthenticateCaller {
  const authenticators = plugins
    .map((plugin) => plugin.authenticate)
    .filter((one): one is Authenticate => !!one)
  return async (request) => {
    for (const authenticate of authenticators) {
      const subject = await authenticate(request)
      if (subject !== null) return subject
    }
    return null
  }
}
