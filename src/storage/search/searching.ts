/** What one search has: how its statements run, and what they may cost. */
import { type SQL, sql } from 'drizzle-orm'
import type { SearchPlan } from '../../engine/ports/store.ts'
import type { Frequencies } from './frequencies.ts'
import type { IndexCatalog } from './index-catalog.ts'
import { type IndexTables } from './index-tables.ts'
import type { Slices } from './slices.ts'

export interface Searching {
  readonly plan: SearchPlan
  readonly tables: IndexTables
  /** Runs as it is written, whatever the planner thinks. */
  readonly ask: <Row>(statement: SQL) => Promise<readonly Row[]>
  /** Runs as the planner thinks best, for these very values. Nothing else is asked after it. */
  readonly askFreely: <Row>(statement: SQL) => Promise<readonly Row[]>
  /** Undefined: statements run as long as they need. */
  readonly slices?: Slices
  readonly frequencies: Frequencies
  readonly catalog: IndexCatalog
}
