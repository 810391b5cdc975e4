/** What a grant is bound to, and what becomes of it when several policies grant. */
import type { Allowed } from '../../engine/ports/access.ts'

/** Whether no other grant could add to it. */
export function isEnough(found: Allowed | null): boolean {
  return found !== null && found.readonly === undefined
}

/** Either policy would do: what both leave as it is stays so. */
export function eitherOf(one: Allowed | null, other: Allowed): Allowed {
  if (one?.readonly === undefined || other.readonly === undefined) return other
  const shared = other.readonly.filter((path) => one.readonly?.includes(path))
  return toTerms(shared, union(one.parameters, other.parameters))
}

/** Both policies are needed. */
export function bothOf(one: Allowed, other: Allowed): Allowed {
  return toTerms(union(one.readonly, other.readonly), union(one.parameters, other.parameters))
}

export function toTerms(readonly: readonly string[], parameters: readonly string[]): Allowed {
  return {
    allowed: true,
    ...(readonly.length > 0 && { readonly }),
    ...(parameters.length > 0 && { parameters }),
  }
}

function union(one: readonly string[] = [], other: readonly string[] = []): readonly string[] {
  return [...new Set([...one, ...other])]
}
