/** Asks the same Access as every request, for routes of plug-ins that are no resource interactions. */
import type { Access } from '../engine/ports/access.ts'
import { AppError } from '../kernel/errors.ts'
import type { PluginHost } from '../plugin.ts'

/** `findAccess`: undefined while the plug-ins start, when nobody can be asked yet and nobody may do anything. */
export function createAuthorize(
  findAccess: () => Pick<Access, 'decide'> | undefined,
): PluginHost['authorize'] {
  return async (request, operationId) => {
    const access = findAccess()
    if (access === undefined) throw new AppError('transient', 'starting', 'The server is starting')
    const caller = await request.caller()
    const query = [...request.url.searchParams]
    const decision = await access.decide(caller, { id: operationId, query, request })
    if (!decision.allowed) throw new AppError(decision.reason, decision.reason, decision.message)
    return caller
  }
}
