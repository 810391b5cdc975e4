/** IMF-fixdate (RFC 9110 §5.6.7). */

let lastSecond = -1
let lastText = ''

/** Consecutive answers often have the same second: the last text is kept. */
export function toHttpDate(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastText = new Date(second * 1000).toUTCString()
  }
  return lastText
}
