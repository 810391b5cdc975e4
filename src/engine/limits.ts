/** What a credential is limited to: resource scopes narrow whatever an access grants. */
import { doScopesCover } from '../schema/resource-scopes.ts'
import type { Caller, Operation } from './ports/access.ts'

/** The letter of SMART's `cruds` that each operation needs; an operation that is not here needs all of them. */
const needed: Readonly<Record<string, string>> = {
  FhirRead: 'r',
  FhirVread: 'r',
  FhirHistory: 'r',
  FhirSearch: 's',
  FhirTypeHistory: 's',
  FhirSystemHistory: 's',
  FhirCreate: 'c',
  FhirConditionalCreate: 'c',
  FhirUpdate: 'u',
  FhirConditionalUpdate: 'cu',
  FhirPatch: 'u',
  FhirConditionalPatch: 'u',
  FhirDelete: 'd',
  FhirConditionalDelete: 'd',
}

/** Their entries are decided one by one, and the statement of capabilities is for everybody. */
const uncovered = new Set(['FhirBatch', 'FhirTransaction', 'FhirCapabilities'])

/** Whether the credential of the caller leaves the operation possible. */
export function isWithinLimits(caller: Caller | null, operation: Operation): boolean {
  const scopes = caller?.limitedTo
  if (scopes === undefined || uncovered.has(operation.id)) return true
  const letters = Object.hasOwn(needed, operation.id) ? (needed[operation.id] ?? '') : 'cruds'
  return doScopesCover(scopes, operation.type, letters)
}
