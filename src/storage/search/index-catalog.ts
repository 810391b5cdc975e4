/** Which parameters of a type the index answers for. */
import type { IndexKind } from '../../engine/ports/search-index.ts'

export interface CatalogParameter {
  /** What its entries begin with. */
  readonly number: number
  readonly kind: IndexKind
}

export interface IndexCatalog {
  /** Undefined: it has no entries, or not all of them yet. */
  parameterOf(type: string, name: string): CatalogParameter | undefined
  /** Whether the keys of a table have an index of their trigrams. */
  hasTrigrams(table: string): boolean
}
