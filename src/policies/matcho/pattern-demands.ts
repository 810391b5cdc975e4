/** Texts that a pattern demands at a path: a request that has another there cannot fit. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { anyOf, bothOf, collectDemands, type Demands, type Values } from '../decisions/demands.ts'
import { isLiteral } from './compile-string.ts'

export function findPatternDemands(pattern: JsonObject): Demands {
  return collectDemands((path) => valuesAt(pattern, path))
}

/** Undefined: any, or what cannot be told from the pattern alone. */
function valuesAt(pattern: unknown, path: readonly string[]): Values {
  if (typeof pattern === 'string')
    return path.length === 0 && isLiteral(pattern) ? new Set([pattern]) : undefined
  if (!isJsonObject(pattern)) return undefined
  const [key, ...rest] = path
  const own = key === undefined ? literalsOf(pattern.$enum) : valuesAt(pattern[key], rest)
  const branches = pattern['$one-of']
  return bothOf(own, Array.isArray(branches) ? anyOf(branches.map((one) => valuesAt(one, path))) : undefined)
}

function literalsOf(list: unknown): Values {
  return Array.isArray(list) ? new Set(list.filter((one) => typeof one === 'string')) : undefined
}
