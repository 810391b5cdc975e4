/** Where something is in a text, in words for people. */

/** `line 3, column 7`, both from 1; columns count UTF-16 units. */
export function describePosition(text: string, index: number): string {
  let line = 1
  let lineStart = 0
  for (let next = text.indexOf('\n'); next !== -1 && next < index; next = text.indexOf('\n', next + 1)) {
    line += 1
    lineStart = next + 1
  }
  return `line ${line}, column ${index - lineStart + 1}`
}

/** From 1. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
