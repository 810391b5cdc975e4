/** Letters that count as the same, as classes: each letter is in one, so that being the same is mutual and transitive. */

export interface LetterClasses {
  /** What stands for the class of a character: itself where it is alone. */
  readonly of: (character: string) => string
  /** All of the class that a character stands for. */
  readonly membersOf: (representative: string) => readonly string[]
}

/** Letters of more than one case are below this in Unicode. */
const end = 0x20000
/** Of those that were asked for. */
const mostKnown = 10_000
const withCase = /\p{Changes_When_Casemapped}/u

/** `represent` must give the same for what it gave. `more`: letters of one case that it changes, too. */
export function createLetterClasses(
  represent: (character: string) => string,
  more: Iterable<string> = [],
): LetterClasses {
  const known = new Map<string, string>()
  let members: ReadonlyMap<string, readonly string[]> | undefined
  const of = (character: string): string => {
    const found = known.get(character) ?? represent(character)
    if (known.size < mostKnown) known.set(character, found)
    return found
  }
  return {
    of,
    membersOf(representative) {
      members ??= collectMembers(of, more)
      return members.get(representative) ?? [representative]
    },
  }
}

/** Looks through all letters, which takes some milliseconds: at the first need, not at the start. */
function collectMembers(
  of: (character: string) => string,
  more: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  const add = (character: string) => {
    const representative = of(character)
    if (representative === character) return
    const members = found.get(representative) ?? new Set([representative])
    found.set(representative, members.add(character))
  }
  for (let code = 0x41; code < end; code += 1) {
    const character = String.fromCodePoint(code)
    if (withCase.test(character)) add(character)
  }
  for (const character of more) add(character)
  return new Map([...found].map(([representative, members]) => [representative, [...members]]))
}

/** In small, where that is one character. */
export function toSmall(character: string): string {
  return single(character.toLowerCase()) ?? character
}

/** In capitals, where that is one character. */
export function toCapital(character: string): string {
  return single(character.toUpperCase()) ?? character
}

function single(text: string): string | undefined {
  return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length ? text : undefined
}
