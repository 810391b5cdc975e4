/** Choices that a seed repeats, for tests over many made-up cases. */

export interface Choices {
  /** 0 to `below` - 1. */
  number(below: number): number
  one<T>(of: readonly T[]): T
  several<T>(of: readonly T[], most: number): T[]
}

/** mulberry32: small, and the same on every runtime. */
export function createChoices(seed: number): Choices {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number) => Math.floor(next() * below)
  const one = <T>(of: readonly T[]) => of[number(of.length)] as T
  return { number, one, several: (of, most) => Array.from({ length: number(most + 1) }, () => one(of)) }
}
