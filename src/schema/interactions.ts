/** What can be done with a type, by FHIR R4's names (valueset-type-restful-interaction). What of it is served is the engine's to say. */

export const interactionNames = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
] as const

export type Interaction = (typeof interactionNames)[number]

const needHistory: ReadonlySet<Interaction> = new Set(['vread', 'history-instance', 'history-type'])

export function isInteraction(name: unknown): name is Interaction {
  return interactionNames.some((one) => one === name)
}

/** What a type allows: what it names (all when it names none), as far as its history does. */
export function allowedInteractions(
  named: readonly Interaction[] | undefined,
  history: boolean,
): Set<Interaction> {
  const wanted = interactionNames.filter((interaction) => named?.includes(interaction) ?? true)
  return new Set(wanted.filter((interaction) => history || !needHistory.has(interaction)))
}
