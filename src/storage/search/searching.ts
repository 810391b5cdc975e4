/** What one search has: how its statements run, and what they may cost. */
import type { SQL } from 'drizzle-orm'
import type { Frequencies } from './frequencies.ts'
import type { IndexCatalog } from './index-catalog.ts'
import type { IndexTables } from './index-tables.ts'
import type { Slices } from './slices.ts'

export interface SearchContext {
  readonly catalog: IndexCatalog
  readonly frequencies: Frequencies
  /** Whether statements stop everything else while they run. */
  readonly inSlices: boolean
}

export interface Asking {
  /** Runs as it is written, whatever the planner thinks. */
  readonly ask: <Row>(statement: SQL) => Promise<readonly Row[]>
  /** Runs as the planner thinks best, for these very values. Nothing else is asked after it. */
  readonly askFreely: <Row>(statement: SQL) => Promise<readonly Row[]>
}

export interface Searching extends Asking, Pick<SearchContext, 'catalog' | 'frequencies'> {
  readonly tables: IndexTables
  /** Undefined: statements run as long as they need. */
  readonly slices?: Slices
  /** Comparisons a row. */
  readonly costs: number
}
