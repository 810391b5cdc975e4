/** One row of what is measured. */
import type { LoadUnit } from '../load-job.ts'

export interface Scenario {
  readonly name: string
  /** Name of a server that takes part in the rounds. */
  readonly server: string
  /** Names of scenarios that it is compared with: on the bare floor, and on the one that does equal work. */
  readonly bare?: string
  readonly equal?: string
  /** At most: of the ratio to `equal`. */
  readonly aim?: number
  /** At most: µs of the server. */
  readonly aimUs?: number
  /** Units of one measurement. */
  readonly count: number
  /** Units at once; default as many as the run wants. */
  readonly concurrency?: number
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
