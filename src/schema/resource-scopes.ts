/** Scopes that name resource types, as SMART App Launch writes them (https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html). */

const resourceScope = /^(?:patient|user|system)\//
const parts = /^(?:patient|user|system)\/(\*|[A-Z][A-Za-z0-9]*)\.(read|write|\*|c?r?u?d?s?)$/
const version1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

export function isResourceScope(scope: unknown): boolean {
  return typeof scope === 'string' && resourceScope.test(scope)
}

/** Whether a list of scopes narrows what a token can do. */
export function hasResourceScope(scopes: unknown): boolean {
  return Array.isArray(scopes) && scopes.some(isResourceScope)
}

/**
 * Whether the scopes cover all of the letters (of `cruds`) for a type. A scope that cannot be honoured in full, such as one
 * with search parameters, covers nothing. Of `patient/` only the types count: which patient's is for policies to say.
 */
export function doScopesCover(scopes: readonly string[], type: string | undefined, letters: string): boolean {
  return [...letters].every((letter) => scopes.some((scope) => doesCover(scope, type, letter)))
}

function doesCover(scope: string, type: string | undefined, letter: string): boolean {
  const [, scopeType, abilities] = parts.exec(scope) ?? []
  if (scopeType === undefined || abilities === undefined) return false
  const letters = Object.hasOwn(version1, abilities) ? (version1[abilities] ?? '') : abilities
  return (scopeType === '*' || scopeType === type) && letters.includes(letter)
}
