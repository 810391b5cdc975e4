/** Finds the name that a mistyped one probably meant. */

const maxLength = 64

/** The candidate with the fewest differences, undefined when none is near enough. */
export function findNearestName(name: string, candidates: readonly string[]): string | undefined {
  // A single letter is near to any other.
  if (name.length < 2 || name.length > maxLength) return undefined
  const most = name.length <= 3 ? 1 : Math.min(3, Math.ceil(name.length / 4))
  let nearest: string | undefined
  let fewest = most + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > most) continue
    const differences = countDifferences(name.toLowerCase(), candidate.toLowerCase())
    if (differences < fewest) [nearest, fewest] = [candidate, differences]
  }
  return nearest
}

/** The end of a sentence about an unknown name: `; did you mean …?`, or nothing. `mark`: around the name that is meant. */
export function suggest(name: string, candidates: readonly string[], mark = '`'): string {
  const nearest = findNearestName(name, candidates)
  return nearest === undefined ? '' : `; did you mean ${mark}${nearest}${mark}?`
}

/** Levenshtein distance. */
function countDifferences(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[other.length] ?? 0
}
