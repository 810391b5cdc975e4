/**
 * Numbers of the core schema (https://yaml.org/spec/1.2.2/#103-core-schema), as they would be written in JSON.
 * Deviation: digits with leading zeros (`010`) are none, because they are codes far more often than numbers.
 */

export interface YamlNumber {
  /** Infinity and not-a-number included, which JSON cannot say. */
  readonly value: number
  /** How it is written in JSON, where that can be told from its source. */
  readonly digits?: string
}

const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
/** What the core schema takes beyond JSON: `+1`, `.5`, `1.` */
const looseNumber = /^[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/
const basedInteger = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** Undefined for what is no number. */
export function readYamlNumber(source: string): YamlNumber | undefined {
  if (jsonNumber.test(source)) return { value: Number(source), digits: source }
  if (looseNumber.test(source)) return { value: Number(source) }
  if (notFinite.test(source)) return { value: Number.NaN }
  if (!basedInteger.test(source) || source.length >= 200) return undefined
  const digits = BigInt(source).toString()
  return { value: Number(digits), digits }
}
