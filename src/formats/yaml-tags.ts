/** The core schema (https://yaml.org/spec/1.2.2/#103-core-schema) as tags of js-yaml, with the digits of numbers kept. */
import {
  boolCoreTag,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  floatCoreTag,
  intCoreTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullCoreTag,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml'
import type { JsonObject, JsonPrimitive, JsonValue } from '../kernel/json.ts'
import { checkName, checkNumber, checkText, keepDigits } from './json-text.ts'
import { readYamlNumber } from './yaml-number.ts'

/** A scalar that is no text. As a name it is its source: `1: x` is the name `1`. */
class Scalar {
  readonly source: string
  readonly value: JsonPrimitive
  readonly digits: string | undefined
  constructor(source: string, value: JsonPrimitive, digits?: string) {
    this.source = source
    this.value = value
    this.digits = digits
  }
}

const wordTags = [nullCoreTag, boolCoreTag].map((tag) =>
  defineScalarTag<Scalar>(tag.tagName, {
    ...tag,
    resolve(source, isExplicit, tagName) {
      const value: JsonPrimitive | typeof NOT_RESOLVED = tag.resolve(source, isExplicit, tagName)
      return value === NOT_RESOLVED ? NOT_RESOLVED : new Scalar(source, value)
    },
  }),
)

const numberTags = [intCoreTag, floatCoreTag].map((tag) =>
  defineScalarTag<Scalar>(tag.tagName, {
    ...tag,
    resolve(source) {
      const number = readYamlNumber(source)
      const fits = number !== undefined && (tag === floatCoreTag || Number.isInteger(number.value))
      return fits ? new Scalar(source, number.value, number.digits) : NOT_RESOLVED
    },
  }),
)

/** Tells a plain `<<` from a quoted one; under a name of ours, because the library merges under its own. */
const mergeKey = defineScalarTag<Scalar>('merge-key', {
  ...mergeTag,
  resolve: (source) => (source === '<<' ? new Scalar(source, source) : NOT_RESOLVED),
})

type Holder = JsonObject | JsonValue[]

/** Puts a value into a list or an object; answers the problem, an empty text when there is none. */
export function put(holder: Holder, name: string, value: unknown): string {
  const content = value instanceof Scalar ? value.value : (value as JsonValue)
  if (typeof content === 'string') checkText(content)
  if (Array.isArray(holder)) holder.push(content)
  else holder[name] = content
  if (!(value instanceof Scalar) || typeof content !== 'number') return ''
  if (Number.isNaN(content)) return 'infinity and not-a-number are not supported'
  checkNumber(value.digits ?? value.source)
  if (value.digits !== undefined) keepDigits(holder, name, value.digits)
  return ''
}

// With a `finalize`, an alias inside the node that it repeats is refused: the node is not there yet.
const finalize = <T>(value: T) => value

const list = defineSequenceTag<JsonValue[], JsonValue[]>(seqTag.tagName, {
  create: () => [],
  addItem: (holder, item, index) => put(holder, String(index), item),
  finalize,
  identify: () => false,
})

const object = defineMappingTag<JsonObject, JsonObject>(mapTag.tagName, {
  create: () => ({}),
  addPair: (holder, key, value) => {
    const name = key instanceof Scalar ? key.source : key
    return findNameProblem(holder, name, key) || put(holder, String(name), value)
  },
  // Names that come twice are refused by addPair, which says which.
  has: () => false,
  keys: Object.keys,
  get: (holder, name) => holder[String(name)],
  finalize,
  identify: () => false,
})

export const yamlSchema = new Schema([strTag, ...wordTags, ...numberTags, mergeKey, list, object])

function findNameProblem(holder: JsonObject, name: unknown, key: unknown): string {
  if (typeof name !== 'string') return 'a name must be a plain or quoted text'
  if (key instanceof Scalar && name === '<<') return 'merge keys are not part of YAML 1.2'
  checkName(name)
  checkText(name)
  return Object.hasOwn(holder, name) ? `the name ${JSON.stringify(name.slice(0, 64))} comes twice` : ''
}
