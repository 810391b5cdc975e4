/** A place where policies stand: by the value of one path of the request object, or by how a text begins there. */
import { isJsonObject } from '../../kernel/json.ts'
import { keyReader } from '../matcho/read-key.ts'
import type { Literal, Values, Wanted } from './demands.ts'
import { requestParts } from './request-object.ts'

export interface ShelfPlace {
  /** Whether requests of one caller with one operation, type and method have different values there. */
  readonly varies: boolean
  /** What the request has there. Throws as matcho does. */
  read(wanted: Wanted): unknown
}

/** A value of a demand, and the place at which it is looked up. */
export interface Standing {
  readonly placeKey: string
  readonly length: number | undefined
  readonly value: Literal
}

export function standingsOf(pathKey: string, values: Values): readonly Standing[] {
  const exact = [...values.exact].map((value) => ({ placeKey: pathKey, length: undefined, value }))
  const beginnings = [...values.beginnings].map((value) => {
    return { placeKey: `${pathKey} ${value.length}`, length: value.length, value }
  })
  return [...exact, ...beginnings]
}

export function toPlace(path: readonly string[], { length }: Standing): ShelfPlace {
  const parts = requestParts.filter((part) => part === path[0])
  const readers = path.map(keyReader)
  const read = ({ object }: Wanted): unknown => {
    let value: unknown = object(parts)
    for (const readKey of readers) {
      if (!isJsonObject(value)) return undefined
      value = readKey(value)
    }
    return length === undefined || typeof value !== 'string' ? value : value.slice(0, length)
  }
  return { varies: doesVary(path), read }
}

const lasting = new Set(['operation', 'request-method', 'user', 'client', 'session', 'jwt'])

export function doesVary([root = '', name]: readonly string[]): boolean {
  return !lasting.has(root) && !(root === 'params' && name === 'resource/type')
}
