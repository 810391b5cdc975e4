/**
 * A large document in pieces that are quick to parse, one at a time: a thread of its own takes it apart, and who waits for
 * it puts it together with pauses in between.
 */

import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import { pause } from '../kernel/pause.ts'
import { findDigits, keepDigits, parseJson, toJsonText } from './json-text.ts'

/** JSON text of a value, or of some members or elements; or a member that is in pieces itself. */
export type Piece = string | { readonly name: string; readonly pieces: Pieces }

export interface Pieces {
  readonly kind: 'object' | 'list'
  readonly parts: readonly Piece[]
}

const pieceLength = 64 * 1024
const sliceMs = 5

/** Of a value of `parseJson` or `parseYaml`. */
export function takeApart(value: JsonObject | JsonValue[]): Pieces {
  const kind = Array.isArray(value) ? 'list' : 'object'
  const parts: Piece[] = []
  let run: string[] = []
  let length = 0
  const endRun = () => {
    if (run.length > 0) parts.push(kind === 'list' ? `[${run.join(',')}]` : `{${run.join(',')}}`)
    run = []
    length = 0
  }
  for (const [name, member] of Object.entries(value) as [string, JsonValue][]) {
    const text = toMemberText(value, name, member)
    const isStructure = Array.isArray(member) || isJsonObject(member)
    if (text.length > pieceLength && isStructure) {
      endRun()
      parts.push({ name, pieces: takeApart(member) })
      continue
    }
    if (length + text.length > pieceLength) endRun()
    run.push(kind === 'list' ? text : `${JSON.stringify(name)}:${text}`)
    length += text.length
  }
  endRun()
  return { kind, parts }
}

function toMemberText(holder: object, name: string, member: JsonValue): string {
  return (typeof member === 'number' ? findDigits(holder, name) : undefined) ?? toJsonText(member)
}

/** The document; `rest` lets the process do something else. */
export async function putTogether(pieces: Pieces, rest = pause): Promise<JsonObject | JsonValue[]> {
  let since = performance.now()
  const put = async ({ kind, parts }: Pieces): Promise<JsonObject | JsonValue[]> => {
    const whole: JsonObject | JsonValue[] = kind === 'list' ? [] : {}
    for (const part of parts) {
      if (performance.now() - since > sliceMs) {
        await rest()
        since = performance.now()
      }
      if (typeof part === 'string') addAll(whole, parseJson(part) as JsonObject | JsonValue[])
      else if (Array.isArray(whole)) whole.push(await put(part.pieces))
      else whole[part.name] = await put(part.pieces)
    }
    return whole
  }
  return put(pieces)
}

/** With the digits of numbers, which hang on what holds them. */
function addAll(whole: JsonObject | JsonValue[], some: JsonObject | JsonValue[]): void {
  for (const [name, value] of Object.entries(some) as [string, JsonValue][]) {
    const place = Array.isArray(whole) ? String(whole.length) : name
    const digits = typeof value === 'number' ? findDigits(some, name) : undefined
    if (Array.isArray(whole)) whole.push(value)
    else whole[name] = value
    if (digits !== undefined) keepDigits(whole, place, digits)
  }
}
