/** What the load generator is told to do, a line of JSON each, and what it answers. */
export interface LoadJob {
  /** How often the sequence of one unit is run in all. */
  readonly count: number
  /** How many units run at once. */
  readonly concurrency: number
  readonly unit: RequestsUnit | CodeFlowUnit
}

/** One request a unit: the next of the list, from the start again after the last. */
export interface RequestsUnit {
  readonly kind: 'requests'
  readonly requests: readonly LoadRequest[]
}

export interface LoadRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Any other status fails the whole run. */
  readonly status: number
}

/** An authorization request by a browser that is signed in, and the exchange of the code that it leads to. */
export interface CodeFlowUnit {
  readonly kind: 'code-flow'
  readonly authorizeUrl: string
  readonly cookie: string
  readonly tokenUrl: string
  /** The form without its code. */
  readonly tokenForm: Readonly<Record<string, string>>
}

export type LoadAnswer = { readonly seconds: number } | { readonly error: string }
