/** The port through which the engine keeps resources. Implementations are in storage/. */
import type { JsonObject } from '../../kernel/json.ts'
import type { Condition } from './condition.ts'
import type { Records } from './records.ts'

/** One version of a resource as it is stored. */
export interface Version {
  readonly type: string
  readonly id: string
  /** Decimal digits of the transaction number; `meta.versionId` of the document. */
  readonly versionId: string
  /** Milliseconds since 1970. */
  readonly lastUpdated: number
  readonly status: 'created' | 'updated' | 'deleted'
  /** The whole document as JSON text with `resourceType`, `id` and `meta`; secrets are in it as hashes. */
  readonly text: string
}

/** What must hold for a write to happen; checked by the statement that writes. */
export type Expectation =
  | { readonly kind: 'any' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  | { readonly kind: 'version'; readonly versionId: string }

export interface Write {
  readonly type: string
  readonly id: string
  /** JSON text of the document with `resourceType` and `id`; the store sets `meta.versionId`, `.lastUpdated`, `.createdAt` and keeps the rest of `meta`. */
  readonly text: string
  /** What `text` is of, for who has it: saves reading it again. */
  readonly document?: JsonObject
  readonly expect: Expectation
}

/** `refused`: the expectation did not hold and nothing was written. */
export type WriteOutcome =
  | { readonly outcome: 'created' | 'updated'; readonly version: Version }
  | { readonly outcome: 'refused' }

export type DeleteOutcome =
  | { readonly outcome: 'deleted'; readonly version: Version }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'refused' }

/** A search parameter with an index, or `_id` or `_lastUpdated`. Resources without a value come last. */
export interface SortKey {
  readonly parameter: string
  readonly isDescending: boolean
}

/** Where a page ended: the values of its last resource by which it is sorted, in the order of the keys; null: it has none. */
export interface Position {
  readonly values: readonly (string | null)[]
  readonly id: string
}

export interface SearchPlan {
  readonly type: string
  readonly where: Condition
  /** Of several keys the first counts most; resources that are the same in all come in the order of their ids. */
  readonly sort?: readonly SortKey[]
  /** Resources of a page, 0 to 1000. 0: only the total is wanted. */
  readonly count: number
  /** Keyset cursor: only what comes after it in the order of the search. */
  readonly after?: Position
  readonly withTotal: boolean
  /**
   * Who asks, by any name that tells askers apart: waits its turn, and may cost so much. Throws AppError `search-too-costly`,
   * `too-many-waiting` and `busy` then. Left out: the server itself.
   */
  readonly asker?: string
}

/** Ends early, with more to come, before its texts together have more than 16 MiB. */
export interface SearchPage {
  readonly versions: readonly Version[]
  readonly hasMore: boolean
  /** Of the last version, where there is more. */
  readonly next?: Position
  readonly total?: number
}

export interface HistoryPlan {
  readonly type: string
  readonly id?: string
  readonly count: number
  /** Keyset cursor: only versions older than (smaller than) this version id. Newest first. */
  readonly beforeVersionId?: string
  /** Milliseconds since 1970: only versions at or after this moment. */
  readonly since?: number
  /** Only versions whose own document fits; a deletion has the last one. */
  readonly rows?: Condition
  /** As of a search. */
  readonly asker?: string
}

/** A resource or record that changed, here or on another node. */
export interface Change {
  readonly type: string
  readonly id: string
}

export interface Watch {
  /** False while changes of other nodes may be missed (no listening connection): nothing cached may be trusted then. */
  readonly isTrusted: () => boolean
  readonly stop: () => void
}

/** What a transaction works on. */
export interface Unit {
  readonly store: Store
  readonly records: Records
}

export interface Store {
  /** The current version, null when there is none (never existed or deleted) or it is not one of `rows`. */
  read(type: string, id: string, rows?: Condition): Promise<Version | null>
  /** One version from history, deletions included (status `deleted`); null also when it is not one of `rows`. */
  vread(type: string, id: string, versionId: string, rows?: Condition): Promise<Version | null>
  write(write: Write): Promise<WriteOutcome>
  remove(type: string, id: string, expect: Expectation): Promise<DeleteOutcome>
  history(plan: HistoryPlan): Promise<SearchPage>
  search(plan: SearchPlan): Promise<SearchPage>
  /**
   * All or nothing, repeatable read; `work` may run several times, uses what it is given and nothing of it later. Inside
   * a transaction it is a part of that one. Work that does not end in time is undone: AppError `transaction-timeout`
   * (transient).
   */
  transaction<T>(work: (unit: Unit) => Promise<T>): Promise<T>
  /**
   * Calls `listener` for every change of a watched type: before `write`/`remove` returns on this node, soon after
   * the commit on others. `null` means that changes may have been missed: forget everything.
   */
  watch(listener: (change: Change | null) => void): Watch
}

/** A document as an object, for callers that must look inside. */
export function parseVersion(version: Version): JsonObject {
  return JSON.parse(version.text) as JsonObject
}
