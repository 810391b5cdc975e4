/** Asks the same Access as every request, for routes of plug-ins that are no resource interactions. */
import { refuseDenied } from '../engine/authorize.ts'
import type { Access } from '../engine/ports/access.ts'
import type { PluginHost } from '../plugin.ts'

export function createAuthorize(decide: Access['decide']): PluginHost['authorize'] {
  return async (request, operationId) => {
    const caller = await request.caller()
    const query = [...request.url.searchParams]
    refuseDenied(await decide(caller, { id: operationId, query, request }))
    return caller
  }
}
