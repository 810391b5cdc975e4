/**
 * Keeps out numbers that a few characters make vast: the database writes `1e99999` as a hundred thousand digits, and a
 * document full of them would not fit into memory when it is read.
 */
import { AppError } from '../kernel/errors.ts'

/** The range of IEEE 754 doubles, which JSON's readers have (RFC 8259 §6). */
const largestExponent = 308
/** Digits that all exponents of a document may add up to. */
const mostDigits = 1_000_000

/** True for most documents without one: strings may look like numbers, so a hit means nothing yet. */
const suspicious = /\d[eE][+-]?\d\d/

/** Strings are matched to be passed over. */
const stringOrPower = /"[^"\\]*(?:\\.[^"\\]*)*"|\d[eE]([+-]?\d+)/g

/** Throws AppError `value-not-storable`. */
export function checkNumbers(json: string): void {
  if (!suspicious.test(json)) return
  let digits = 0
  for (const [, power] of json.matchAll(stringOrPower)) {
    if (power === undefined) continue
    const exponent = Math.abs(Number(power))
    digits += exponent
    if (exponent > largestExponent || digits > mostDigits) {
      throw new AppError(
        'invalid',
        'value-not-storable',
        'The request contains a number that is too large to be stored.',
      )
    }
  }
}
