/** Scopes that name resource types, as SMART App Launch writes them (https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html). */
import type { Operation } from '../../engine/ports/access.ts'
import type { OAuthSubject } from '../subject.ts'

const resourceScope = /^(?:patient|user|system)\//
const parts = /^(?:patient|user|system)\/(\*|[A-Z][A-Za-z0-9]*)\.(read|write|\*|c?r?u?d?s?)$/
const version1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

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

/**
 * Whether the scopes of the token leave the operation possible. Narrows only: what is possible still needs a policy.
 * A first-party client's user is not narrowed, nor a token of a session that was granted no resource scope. A token that
 * gave up the resource scopes of its session covers nothing, or it would gain by asking for less. A scope that cannot be
 * honoured in full, such as one with search parameters, covers nothing. Of `patient/` only the types count: which
 * patient's is for policies to say.
 */
export function isCoveredByScopes(subject: OAuthSubject | null, operation: Operation): boolean {
  if (subject?.scopes === undefined || (subject.firstParty && subject.user !== undefined)) return true
  const scopes = subject.scopes.filter(isResourceScope)
  if (uncovered.has(operation.id)) return true
  if (scopes.length === 0) return !hasResourceScope(subject.session?.scope)
  const letters = Object.hasOwn(needed, operation.id) ? (needed[operation.id] ?? '') : 'cruds'
  return [...letters].every((letter) => scopes.some((scope) => doesCover(scope, operation.type, letter)))
}

function isResourceScope(scope: unknown): boolean {
  return typeof scope === 'string' && resourceScope.test(scope)
}

/** Whether a list of scopes narrows what a token can do. */
export function hasResourceScope(scopes: unknown): boolean {
  return Array.isArray(scopes) && scopes.some(isResourceScope)
}

function doesCover(scope: string, type: string | undefined, letter: string): boolean {
  const [, scopeType, abilities] = parts.exec(scope) ?? []
  if (scopeType === undefined || abilities === undefined) return false
  const letters = Object.hasOwn(version1, abilities) ? (version1[abilities] ?? '') : abilities
  return (scopeType === '*' || scopeType === type) && letters.includes(letter)
}
