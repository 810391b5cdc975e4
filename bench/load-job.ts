/** What the load generator is told to do, a line of JSON each, and what it answers. */
export interface LoadJob {
  /** How often a unit is run in all, at most. */
  readonly count: number
  /** How many units run at once. */
  readonly concurrency: number
  /** No unit begins after so many milliseconds; one does in any case. */
  readonly maxMs?: number
  readonly unit: LoadUnit
}

export type LoadUnit = SequencesUnit | CodeFlowUnit

/** One sequence a unit, its requests one after the other: the next of the list, from the start again after the last. */
export interface SequencesUnit {
  readonly kind: 'sequences'
  readonly sequences: readonly (readonly LoadRequest[])[]
}

export interface LoadRequest {
  /** In it and in the body `placeholder.unit` and `placeholder.index` stand for numbers where `isTemplate` says so. */
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly isTemplate?: boolean
  /** Any other status fails the whole run. */
  readonly status: number
}

/** `unit`: of all the units that the generator ever ran, this one's number; `index`: its number within the job. */
export const placeholder = { unit: '__unit__', index: '__index__' } as const

/** An authorization request by a browser that is signed in, and the exchange of the code that it leads to. */
export interface CodeFlowUnit {
  readonly kind: 'code-flow'
  /** `authorize` keeps the code for a later `exchange`, which takes the oldest that is kept. */
  readonly part: 'both' | 'authorize' | 'exchange'
  readonly authorizeUrl: string
  readonly cookie: string
  readonly tokenUrl: string
  /** The form without its code. */
  readonly tokenForm: Readonly<Record<string, string>>
}

export interface LoadResult {
  readonly seconds: number
  /** How long each unit took, in the order in which they ended. */
  readonly unitMs: readonly number[]
}

export type LoadAnswer = LoadResult | { readonly error: string }
