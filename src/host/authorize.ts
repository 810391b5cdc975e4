/** Asks the same Access as every request, for routes of plug-ins that are no resource interactions. */
import type { Access } from '../engine/ports/access.ts'
import { AppError } from '../kernel/errors.ts'
import type { PluginHost } from '../plugin.ts'

export function createAuthorize(decide: Access['decide']): PluginHost['authorize'] {
  return async (request, operationId) => {
    const caller = await request.caller()
    const query = [...request.url.searchParams]
    const decision = await decide(caller, { id: operationId, query, request })
    if (!decision.allowed) throw new AppError(decision.reason, decision.reason, decision.message)
    return caller
  }
}
