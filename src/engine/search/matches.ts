/** Short forms of what entries of keys must be like. */
import { isWholeKey, toKey, toKeyPrefix } from './index-key.ts'
import type { Match } from './parameter-type.ts'

/** `isExact` false: the documents must tell, even where no key is cut. */
export function oneOfKeys(text: string, isExact = true): Match {
  const key = toKey(text)
  return { isExact: isExact && isWholeKey(key), of: { kind: 'keys', values: [key] } }
}

/** Of an item whose texts alone have keys. */
export function textKey(value: string | boolean): string | undefined {
  return typeof value === 'string' ? `=${value}` : undefined
}

export function beginsWith(text: string): Match {
  const { prefix, isWhole } = toKeyPrefix(text)
  return { isExact: isWhole, of: { kind: 'prefix', values: [prefix] } }
}

export const noMatch: Match = { isExact: true, of: { kind: 'keys', values: [] } }
