/** Compressed answers (RFC 9110 §8.4.1, §12.5.3), for texts that are worth it. */
import { parseWeightedList } from '../../formats/weighted-list.ts'
import { remember } from '../../kernel/remember.ts'

export type ContentCoding = 'br' | 'gzip'

type Bytes = Uint8Array<ArrayBuffer>

/** The bytes of a text under a coding. Without a promise for a small one. */
export type Compress = (text: string, coding: ContentCoding) => Bytes | Promise<Bytes>

/** Below this the headers weigh as much as what is saved. */
export const smallestLength = 1024

const maximumCodings = 50

interface Codings {
  /** For a text of some kilobytes: where the client likes both as much, the one that is quicker and packs as well. */
  readonly ofSmall: ContentCoding
  readonly ofLarge: ContentCoding
}

const largeLength = 16 * 1024

/** What the client likes best of ours for a text of this length; undefined: nothing. */
export function chooseCoding(acceptEncoding: string | null, length: number): ContentCoding | undefined {
  if (acceptEncoding === null) return undefined
  const { codings } = chooseCodings(acceptEncoding)
  return length < largeLength ? codings?.ofSmall : codings?.ofLarge
}

const chooseCodings = remember((acceptEncoding): { readonly codings?: Codings } => {
  const wishes = parseWeightedList(acceptEncoding, maximumCodings)
  const qualities = new Map(wishes.map(({ name, weight }) => [name, weight]))
  const qualityOf = (coding: ContentCoding) => qualities.get(coding) ?? qualities.get('*') ?? 0
  const [br, gzip] = [qualityOf('br'), qualityOf('gzip')]
  if (!(br > 0) && !(gzip > 0)) return {}
  return { codings: { ofSmall: br > gzip ? 'br' : 'gzip', ofLarge: br >= gzip ? 'br' : 'gzip' } }
})
