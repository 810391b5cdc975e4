/** What resources are sorted by, as the index has it: keys as text, spans by their first moment, numbers, times of change, ids. */
import type { SortKey } from '../../engine/ports/store.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Parameters } from './filter.ts'

export interface SortColumn {
  readonly kind: 'key' | 'span' | 'number' | 'updated' | 'id'
  /** Of the parameter; 0 where the store has a column. */
  readonly number: number
  readonly isDescending: boolean
}

/**
 * Those behind an id never count. Throws AppError `index-building` (transient) for a parameter whose entries are not all
 * there yet.
 */
export function toSortColumns(keys: readonly SortKey[], parameterOf: Parameters): readonly SortColumn[] {
  const columns = keys.map((key) => toSortColumn(key, parameterOf))
  const id = columns.findIndex(({ kind }) => kind === 'id')
  return id === -1 ? columns : columns.slice(0, id + 1)
}

function toSortColumn({ parameter, isDescending }: SortKey, parameterOf: Parameters): SortColumn {
  if (parameter === '_id') return { kind: 'id', number: 0, isDescending }
  if (parameter === '_lastUpdated') return { kind: 'updated', number: 0, isDescending }
  const found = parameterOf(parameter)
  if (found !== undefined) return { kind: found.kind, number: found.number, isDescending }
  const message = `Nothing can be sorted by ${parameter} yet: its index is being built. Try again later.`
  throw new AppError('transient', 'index-building', message, { retryAfterSeconds: 10 })
}
