/** Compressed answers (RFC 9110 §8.4.1, §12.5.3), for texts that are worth it. */

export type ContentCoding = 'br' | 'gzip'

/** The bytes of a text under a coding. */
export type Compress = (text: string, coding: ContentCoding) => Promise<Uint8Array<ArrayBuffer>>

/** Below this the headers weigh as much as what is saved. */
export const smallestLength = 1024

/** What the client likes best of ours; undefined: nothing. */
export function chooseCoding(acceptEncoding: string | null): ContentCoding | undefined {
  if (acceptEncoding === null || acceptEncoding.length > 1000) return undefined
  const qualities = new Map<string, number>()
  for (const part of acceptEncoding.split(',')) {
    const [name = '', ...parameters] = part.split(';')
    const weight = parameters.map((one) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(one)?.[1]).find(Boolean)
    qualities.set(name.trim().toLowerCase(), weight === undefined ? 1 : Number(weight))
  }
  const qualityOf = (coding: ContentCoding) => qualities.get(coding) ?? qualities.get('*') ?? 0
  const [br, gzip] = [qualityOf('br'), qualityOf('gzip')]
  if (!(br > 0) && !(gzip > 0)) return undefined
  return br >= gzip ? 'br' : 'gzip'
}
