/** A small access plug-in: everything is allowed, but for one caller only some rows and elements. */
import type { Access, Allowed, Caller } from '../../src/engine/ports/access.ts'

export const everybody: Caller = { name: 'User/everybody', roles: [], actsForUserAlone: true }
export const limited: Caller = { name: 'User/limited', roles: [], actsForUserAlone: true }

/** `grant`: asked at every request, so that a test may change it. */
export function limitedAccess(grant: () => Omit<Allowed, 'allowed'>): Access {
  return {
    decide: (caller) => ({ allowed: true, ...(caller?.name === limited.name && grant()) }),
  }
}
