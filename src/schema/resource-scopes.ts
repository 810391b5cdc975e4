/** Scopes that name resource types, as SMART App Launch writes them (https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html). */

const resourceScope = /^(?:patient|user|system)\//
const parts = /^(?:patient|user|system)\/(\*|[A-Z][A-Za-z0-9]*)\.(read|write|\*|c?r?u?d?s?)$/
const allLetters = 'cruds'
const version1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': allLetters }

export function isResourceScope(scope: unknown): boolean {
  return typeof scope === 'string' && resourceScope.test(scope)
}

/** Whether this server can honour it to the letter: a type, or `*`, and abilities without a query. */
export function isWellFormedResourceScope(scope: string): boolean {
  return readResourceScope(scope).letters !== ''
}

/** Whether it is as wide as a scope can be, such as `user/*.cruds`: every type, and all that its holder may do. */
export function isUnrestrictedScope(scope: string): boolean {
  const { types, letters } = readResourceScope(scope)
  return types === '*' && letters === allLetters
}

/** Whether a list of scopes has one that narrows what a token can do to what it says. */
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
  const { types, letters } = readResourceScope(scope)
  return (types === '*' || types === type) && letters.includes(letter)
}

/** `types`: `*` or the name of a type. No letters: the scope covers nothing. */
export function readResourceScope(scope: string): { readonly types?: string; readonly letters: string } {
  const [, types, abilities = ''] = parts.exec(scope) ?? []
  return { types, letters: Object.hasOwn(version1, abilities) ? (version1[abilities] ?? '') : abilities }
}
