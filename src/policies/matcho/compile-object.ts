/** `{k: p, …}`: an object whose named keys all match; `$operator` keys say something of the value as a whole. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { pathOfKey } from '../issue-path.ts'
import type { Matcher, PatternPlace } from './matcher.ts'
import { operators } from './operators.ts'
import { keyReader } from './read-key.ts'

export function compileObject(pattern: JsonObject, place: PatternPlace): Matcher | null {
  const keys = Object.keys(pattern)
  if (keys.length === 0) return place.refuse('{} says nothing')
  if (keys.includes('$one-of') && keys.length > 1) return place.refuse('$one-of stands alone in its object')
  const matchers: (Matcher | null)[] = []
  const fields: Field[] = []
  for (const key of keys) {
    if (key.startsWith('$')) {
      matchers.push(compileOperator(key, pattern, place))
      continue
    }
    const field = place.compile(pattern[key], pathOfKey(place.path, key))
    if (field === null) matchers.push(null)
    else fields.push({ key, read: keyReader(key), matcher: field })
  }
  if (fields.length > 0) matchers.push(toFieldsMatcher(fields))
  return matchers.every((matcher) => matcher !== null) ? toConjunction(matchers) : null
}

function compileOperator(key: string, holder: JsonObject, place: PatternPlace): Matcher | null {
  const path = pathOfKey(place.path, key)
  const compile = operators.get(key)
  if (compile === undefined) {
    return place.refuse(`Unknown operator; known are ${[...operators.keys()].join(', ')}`, path)
  }
  return compile(
    holder[key],
    { ...place, path, refuse: (message, at = path) => place.refuse(message, at) },
    holder,
  )
}

interface Field {
  readonly key: string
  readonly read: ReturnType<typeof keyReader>
  readonly matcher: Matcher
}

function toFieldsMatcher(fields: readonly Field[]): Matcher {
  return {
    test(value, context) {
      if (!isJsonObject(value)) return false
      for (let at = 0; at < fields.length; at += 1) {
        const { read, matcher } = fields[at] as Field
        if (!matcher.test(read(value), context)) return false
      }
      return true
    },
    explain(value, context, path, found) {
      if (!isJsonObject(value)) {
        found.push({ path, expected: 'an object', but: value ?? null })
        return
      }
      for (const { key, read, matcher } of fields)
        matcher.explain(read(value), context, [...path, key], found)
    },
  }
}

function toConjunction(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers
  if (matchers.length === 1 && only !== undefined) return only
  return {
    test: (value, context) => matchers.every((matcher) => matcher.test(value, context)),
    explain(value, context, path, found) {
      for (const matcher of matchers) matcher.explain(value, context, path, found)
    },
  }
}
