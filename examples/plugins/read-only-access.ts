/** An access without policies: users may read everything; administrators may do everything. */
import type { Access, Plugin } from 'firekeep/plugin'

const reads = new Set(['FhirRead', 'FhirVread', 'FhirSearch', 'FhirHistory'])

export default function readOnlyAccess(): Plugin {
  const administrators = new Set<string>()
  const access: Access = {
    decide(caller, { id }) {
      if (caller === null) return { allowed: false, reason: 'unauthenticated', message: 'Who are you?' }
      const reference = caller.user ? `User/${caller.user.id}` : `Client/${caller.client?.id}`
      if (administrators.has(reference) || (caller.user && reads.has(id))) return { allowed: true }
      return { allowed: false, reason: 'forbidden', message: 'Only reading is allowed' }
    },
  }
  return {
    name: 'read-only-access',
    start: () => ({
      access,
      admit: async (all) => all.forEach(({ reference }) => void administrators.add(reference)),
    }),
  }
}
