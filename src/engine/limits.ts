/** What a credential is limited to: resource scopes narrow whatever an access grants. */
import { doScopesCover } from '../schema/resource-scopes.ts'
import { engineOperations } from './operations.ts'
import type { Caller, Operation, ScopedOperation } from './ports/access.ts'
import { unbuiltOperations } from './ports/unbuilt-operations.ts'

/** Whether the credential of the caller leaves the operation possible. */
export type IsWithinLimits = (caller: Caller | null, operation: Operation) => boolean

/** An operation that is not among them, or says no letters, needs all of them. */
export function createLimits(operations: readonly Partial<ScopedOperation>[]): IsWithinLimits {
  const needed = new Map(
    [...unbuiltOperations, ...operations].map(({ id, letters = 'cruds' }) => [id, letters]),
  )
  return (caller, operation) => {
    const scopes = caller?.limitedTo
    return scopes === undefined || doScopesCover(scopes, operation.type, needed.get(operation.id) ?? 'cruds')
  }
}

export const isWithinLimits = createLimits(engineOperations)
