/** Several figures of the same kind. */

export interface Spread {
  readonly median: number
  readonly smallest: number
  readonly largest: number
}

/** Of none: NaN. */
export function toSpread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), smallest: Math.min(...values), largest: Math.max(...values) }
}

/** `share`: from 0 to 1. Between two values where it falls between two. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const [lower, upper] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN]
  return lower + (upper - lower) * (place - Math.floor(place))
}
