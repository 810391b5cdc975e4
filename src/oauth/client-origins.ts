/** Origins that clients call from: their `allowed_origins` and those of their redirect URIs, in memory until a Client changes. */
import type { Documents, Memory } from '../plugin.ts'
import { Client, type ClientDocument } from './resources/Client.ts'

export interface ClientOrigins {
  allows(origin: string): Promise<boolean>
}

export function createClientOrigins(documents: Documents, memory: Memory): ClientOrigins {
  const origins = memory.single({
    types: [Client.type],
    load: async () => new Set((await documents.all(Client)).flatMap(originsOf)),
  })
  return { allows: async (origin) => (origins.peek() ?? (await origins.get())).has(origin) }
}

function originsOf({ resource: { active, allowed_origins, auth } }: ClientDocument): string[] {
  if (active === false) return []
  const { redirect_uri, redirect_uris } = auth?.authorization_code ?? {}
  return [allowed_origins, redirect_uri, redirect_uris].flat().flatMap((one) => {
    const origin = one === undefined ? undefined : URL.parse(one)?.origin
    return origin === undefined || origin === 'null' ? [] : [origin]
  })
}
