/** A field of a resource for comparisons that do not mind the case: what searches ask for and what indexes are made of. */
import { type SQL, sql } from 'drizzle-orm'
import type { SearchStep } from '../../schema/search-path.ts'
import { literal } from '../statement.ts'

/** Null: the steps lead deeper than to a field of the resource itself. */
export function toCaselessField([step, ...deeper]: readonly SearchStep[]): SQL | null {
  if (step === undefined || step.where !== undefined || deeper.length > 0) return null
  return step.name === 'id' ? sql`lower(id)` : sql`lower(resource ->> ${literal(step.name)})`
}
