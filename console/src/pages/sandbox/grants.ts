/** The grants of the sandbox: a file each. */
import type { Server } from '../../app/server.svelte.ts'
import type { Grant } from './model/grant.ts'

const found = import.meta.glob<Grant>('./grants/*.ts', { eager: true, import: 'default' })
const all: readonly Grant[] = Object.values(found).toSorted((one, other) => one.order - other.order)

/** Those that the server has. */
export function grantsOf(server: Server): readonly Grant[] {
  return all.filter(({ isOffered }) => isOffered(server))
}
