/** A client that acts for itself, as a caller. */
import type { Caller } from '../../engine/ports/access.ts'
import { isFirstParty } from '../client-auth/client-settings.ts'
import type { ClientDocument } from '../resources/Client.ts'

const callers = new WeakMap<ClientDocument, Caller>()

/** The same one for the same document, so that whoever keys on a caller finds it again. */
export function toClientCaller(client: ClientDocument): Caller {
  const known = callers.get(client)
  if (known) return known
  const { id, resource } = client
  const caller = { name: `Client/${id}`, client: resource, roles: [], actsForUserAlone: isFirstParty(client) }
  callers.set(client, caller)
  return caller
}
