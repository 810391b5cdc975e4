/** Decimals as FHIR has them: exact, and as precise as they are written (https://hl7.org/fhir/R4/datatypes.html#decimal). */

/** `units` times ten to the power of minus `scale`, which may be negative: `1.50` is 150 and 2, `1e2` is 1 and -2. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

const pattern = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/
/** As many digits as a number of a document may have. */
const mostDigits = 1000

/** Null for what is no number, or one with too many digits. */
export function parseDecimal(text: string): Decimal | null {
  const [all, sign, whole = '', fraction = '', exponent = '0'] = pattern.exec(text) ?? []
  if (all === undefined || whole.length + fraction.length + Math.abs(Number(exponent)) > mostDigits)
    return null
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length - Number(exponent) }
}

/** Plain digits, without an exponent. */
export function toDigits({ units, scale }: Decimal): string {
  if (scale <= 0) return String(units * 10n ** BigInt(-scale))
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The same for numbers that are the same: `1.50` and `15e-1` are `1.5`. */
export function toShortDigits(decimal: Decimal): string {
  const digits = toDigits(decimal)
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

/** Negative, zero or positive, as the first is less, the same or more. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const scale = Math.max(one.scale, other.scale)
  const difference = atScale(one, scale) - atScale(other, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function atScale({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale)
}
