/**
 * Which cores what runs on: servers under measurement have the first for themselves, and the database and the load
 * generator have the others, so that neither moves about nor waits for the other.
 */
import { availableParallelism } from 'node:os'

const count = availableParallelism()

/** In front of a command. Nothing where there is but one core. */
function pinned(cores: string): readonly string[] {
  return count < 2 ? [] : ['taskset', '--cpu-list', cores]
}

export const onServerCore: readonly string[] = pinned('0')

export const onOtherCores: readonly string[] = pinned(count === 2 ? '1' : `1-${count - 1}`)
