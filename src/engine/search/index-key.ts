/** Texts as keys of an index, which are short and hold only what every database can keep. */

/** UTF-8. */
const mostBytes = 400
/** Ends what was cut, and is nowhere else in a key. */
const cutMark = '\u{10ffff}'
const replaced = '\ufffd'
const bytesOfMark = 4
const unusable = /[\0\ud800-\udfff\u{10ffff}]/gu
/** Most texts are plain, and quick. */
const plain = /^[ -~]*$/

/** Long texts are cut, at `limit` bytes. */
export function toKey(text: string, limit: number = mostBytes): string {
  if (plain.test(text)) return text.length <= limit ? text : text.slice(0, limit - bytesOfMark) + cutMark
  const usable = text.replaceAll(unusable, replaced)
  // A character of UTF-16 takes at most three bytes.
  return usable.length * 3 <= limit ? usable : cut(usable, limit)
}

function cut(text: string, limit: number): string {
  let [bytes, end, endOfCut] = [0, 0, 0]
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) ?? 0)
    if (bytes > limit) return text.slice(0, endOfCut) + cutMark
    end += character.length
    if (bytes <= limit - bytesOfMark) endOfCut = end
  }
  return text
}

function bytesOf(code: number): number {
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}

/** Whether other texts cannot have the same key. */
export function isWholeKey(key: string): boolean {
  return !key.endsWith(cutMark) && !key.includes(replaced)
}

/** What the keys of all texts begin with that begin with this one; cut where others have the same. */
export function toKeyPrefix(text: string): { readonly prefix: string; readonly isWhole: boolean } {
  const key = toKey(text, mostBytes - bytesOfMark)
  const isCut = key.endsWith(cutMark)
  return { prefix: isCut ? key.slice(0, -cutMark.length) : key, isWhole: isWholeKey(key) }
}

/** In every key of a text that has this one in it, and in those that are cut. */
export function toKeyParts(text: string): readonly string[] {
  return [text.replaceAll(unusable, replaced), cutMark]
}
