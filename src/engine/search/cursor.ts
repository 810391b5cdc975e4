/** The place where a page ended, as a text for links that says nothing to those who read it, and is refused when changed. */

import { isResourceId } from '../../schema/resource-id.ts'
import type { Position, SortKey } from '../ports/store.ts'

const encoding = { alphabet: 'base64url' } as const
/** Several values of up to 400 bytes. */
const longestCursor = 5_000
const longestValue = 2_500

/** `sort`: what the search is sorted by. */
export function toCursor(sort: readonly SortKey[], { values, id }: Position): string {
  const text = JSON.stringify([toSortText(sort), values, id])
  const bytes = new TextEncoder().encode(`${toChecksum(text)}${text}`)
  return bytes.toBase64({ ...encoding, omitPadding: true })
}

/** Null: it is none of a search that is sorted so. */
export function parseCursor(cursor: string, sort: readonly SortKey[]): Position | null {
  const position = cursor.length > longestCursor ? null : readPosition(cursor, sort)
  // There is one spelling of each.
  return position !== null && toCursor(sort, position) === cursor ? position : null
}

function readPosition(cursor: string, sort: readonly SortKey[]): Position | null {
  try {
    const text = new TextDecoder().decode(Uint8Array.fromBase64(cursor, encoding))
    const parsed: unknown = JSON.parse(text.slice(text.indexOf('[')))
    if (!Array.isArray(parsed)) return null
    const [, values, id] = parsed
    const isPosition = isResourceId(id) && Array.isArray(values) && values.length === sort.length
    return isPosition && values.every(isValue) ? { values, id } : null
  } catch {
    return null
  }
}

function isValue(value: unknown): value is string | null {
  return (
    value === null ||
    (typeof value === 'string' &&
      value.length <= longestValue &&
      value.isWellFormed() &&
      !value.includes('\0'))
  )
}

/** As `_sort` says it: `-birthdate,family`. */
export function toSortText(sort: readonly SortKey[]): string {
  return sort.map(({ parameter, isDescending }) => `${isDescending ? '-' : ''}${parameter}`).join()
}

/** FNV-1a of 32 bits: against mistakes, not against people, who may begin a page wherever they like. */
function toChecksum(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash.toString(36)
}
