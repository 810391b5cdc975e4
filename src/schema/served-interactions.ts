/** The interactions that this server can carry out. A type offers these, unless its definition names fewer. */
import type { Interaction } from './resource-definition.ts'

export const servedInteractions: readonly Interaction[] = [
  'read',
  'vread',
  'update',
  'delete',
  'history-instance',
  'create',
  'search-type',
]

/** Names that a definition may use, those that are not served yet included. */
export const knownInteractions: ReadonlySet<string> = new Set([
  ...servedInteractions,
  'patch',
  'history-type',
])

const needHistory: ReadonlySet<Interaction> = new Set(['vread', 'history-instance'])

/** What a type offers: what it names (all when it names none), as far as the server and its history allow. */
export function offeredInteractions(
  named: readonly Interaction[] | undefined,
  history: boolean,
): Set<Interaction> {
  const wanted = servedInteractions.filter((interaction) => named?.includes(interaction) ?? true)
  return new Set(wanted.filter((interaction) => history || !needHistory.has(interaction)))
}
