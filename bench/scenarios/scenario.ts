/** One row of what is measured. */
import type { LoadUnit } from '../load-job.ts'

/** A server that takes part in the rounds. */
export type ServerName = 'bare' | 'equal' | 'product' | 'beside' | 'peer-bun' | 'peer-node'

export interface Scenario {
  readonly name: string
  readonly server: ServerName
  /** Names of scenarios that it is compared with: on the bare floor, and on the one that does equal work. */
  readonly bare?: string
  readonly equal?: string
  /** At most: of the ratio to `equal` where there is one, otherwise µs of the server. */
  readonly aim?: number
  /** Units of one measurement. */
  readonly count: number
  /** Run as often right before each measurement, and not measured. */
  readonly before?: LoadUnit
  readonly unit: LoadUnit
  /** Requests that a unit consists of, where the figures are of one request. Default 1: they are of the unit. */
  readonly requestsOfUnit?: number
}

/** Where and as whom requests are made. */
export interface Place {
  /** Without a slash at its end. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The status of a PUT that makes a resource. */
  readonly created: number
}

export function onFloor(url: string): Place {
  return { url, headers: {}, created: 200 }
}

export function onProduct(url: string, authorization: string): Place {
  return { url, headers: { authorization }, created: 201 }
}
