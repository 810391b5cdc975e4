/** A whole auth plug-in in forty lines: fixed tokens, two kinds of right. Shows that the engine needs no OAuth. */
import type { Access, Authenticate, Caller } from '../../src/engine/ports/access.ts'
import { AppError } from '../../src/kernel/errors.ts'
import type { Plugin } from '../../src/plugin.ts'

export type Right = 'all' | 'read' | 'none'

const challenges = ['Bearer realm="test"']
const readOperations = new Set(['FhirRead', 'FhirVread', 'FhirSearch', 'FhirHistory'])

/** `rights`: token → what its holder may do. */
export function tokenPlugin(rights: Readonly<Record<string, Right>>): Plugin {
  const authenticate: Authenticate = (request) => {
    const header = request.headers.get('authorization')
    if (header === null) return null
    const token = header.replace(/^Bearer /, '')
    if (Object.hasOwn(rights, token)) return { name: `Token/${token}`, roles: [], actsForUserAlone: true }
    throw new AppError('unauthenticated', 'invalid_token', 'The token is not known')
  }
  const rightOf = (subject: Caller) => rights[subject.name.slice('Token/'.length)] ?? 'none'
  const access: Access = {
    decide(subject, operation) {
      if (subject === null) {
        return { allowed: false, reason: 'unauthenticated', message: 'Who are you?' }
      }
      const right = rightOf(subject)
      if (right === 'all' || (right === 'read' && readOperations.has(operation.id))) return { allowed: true }
      return { allowed: false, reason: 'forbidden', message: 'The token may not do this' }
    },
  }
  return { name: 'token', start: () => ({ authenticator: { authenticate, challenges }, access }) }
}
