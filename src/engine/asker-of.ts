import type { Caller, RequestSnapshot } from './ports/access.ts'

/** Tells callers apart where they share something: a name, or the address of a stranger. */
export function askerOf(caller: Caller | null, { remoteAddress }: RequestSnapshot): string {
  return caller?.name ?? remoteAddress
}
