/**
 * Resolves when what `join` was given is called, which says how to leave the line again. Who is not called within `maxWaitMs`
 * leaves it, and is rejected with what `refuse` makes.
 */
export function waitInLine(
  maxWaitMs: number,
  refuse: () => Error,
  join: (start: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = join(() => {
      clearTimeout(timer)
      resolve()
    })
    const timer = setTimeout(() => {
      leave()
      reject(refuse())
    }, maxWaitMs)
  })
}
