/** Answers of a pure function of a text that many requests share, such as the value of a header. */

/** Longer ones are rare, and could fill the memory. */
const longestText = 200

/** `most` answers are kept; then it begins anew. A failure is not kept. */
export function remember<Answer extends NonNullable<unknown>>(
  find: (text: string) => Answer,
  most = 100,
): (text: string) => Answer {
  const known = new Map<string, Answer>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const answer = find(text)
    if (text.length > longestText) return answer
    if (known.size >= most) known.clear()
    known.set(text, answer)
    return answer
  }
}
