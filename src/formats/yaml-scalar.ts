/**
 * What a plain scalar means: the core schema (https://yaml.org/spec/1.2.2/#103-core-schema).
 * Deviation: digits with leading zeros (`010`) stay a string, because they are codes far more often than numbers.
 */
import type { JsonPrimitive } from '../kernel/json.ts'

/** `digits`: how a number is written in JSON, when its source can be kept so. */
export interface PlainScalar {
  readonly value: JsonPrimitive
  readonly digits?: string
}

const nullWord = /^(?:|~|null|Null|NULL)$/
const booleanWord = /^(?:true|True|TRUE|false|False|FALSE)$/
const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
/** What the core schema takes beyond JSON: `+1`, `.5`, `1.` */
const looseNumber = /^[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/
const basedInteger = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** Undefined for infinity and not-a-number, which JSON cannot say. */
export function readPlainScalar(source: string): PlainScalar | undefined {
  const first = source.charCodeAt(0)
  // Most scalars begin with a letter that begins none of the words below.
  const isLetter = first > 0x40 && first !== 0x7e
  if (nullWord.test(source)) return { value: null }
  if (isLetter)
    return booleanWord.test(source) ? { value: source[0] === 't' || source[0] === 'T' } : { value: source }
  if (jsonNumber.test(source)) return { value: Number(source), digits: source }
  if (looseNumber.test(source)) return { value: Number(source) }
  if (basedInteger.test(source) && source.length < 200) return integer(BigInt(source))
  return notFinite.test(source) ? undefined : { value: source }
}

function integer(value: bigint): PlainScalar {
  return { value: Number(value), digits: value.toString() }
}
