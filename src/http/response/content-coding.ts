/** Compressed answers (RFC 9110 §8.4.1, §12.5.3), for texts that are worth it. */
import { parseWeightedList } from '../../formats/weighted-list.ts'

export type ContentCoding = 'br' | 'gzip'

/** The bytes of a text under a coding. */
export type Compress = (text: string, coding: ContentCoding) => Promise<Uint8Array<ArrayBuffer>>

/** Below this the headers weigh as much as what is saved. */
export const smallestLength = 1024

const maximumCodings = 50

/** What the client likes best of ours; undefined: nothing. */
export function chooseCoding(acceptEncoding: string | null): ContentCoding | undefined {
  if (acceptEncoding === null) return undefined
  const wishes = parseWeightedList(acceptEncoding, maximumCodings)
  const qualities = new Map(wishes.map(({ name, weight }) => [name, weight]))
  const qualityOf = (coding: ContentCoding) => qualities.get(coding) ?? qualities.get('*') ?? 0
  const [br, gzip] = [qualityOf('br'), qualityOf('gzip')]
  if (!(br > 0) && !(gzip > 0)) return undefined
  return br >= gzip ? 'br' : 'gzip'
}
