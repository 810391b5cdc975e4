/**
 * Argon2id hashes in the PHC string format, as RFC 9106 computes them: what this server makes itself. What is written in
 * this form to a write-only field is stored as it comes.
 */
const form =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/

/** Whether it is one whose costs are not far above ours: hashes come from outside, and one could be used to stop the server. */
export function isAffordableArgon2Hash(text: string): boolean {
  const found = form.exec(text)
  if (!found) return false
  const [memoryKib, passes, lanes] = found.slice(1).map(Number) as [number, number, number]
  return memoryKib <= 131_072 && passes <= 10 && lanes <= 8
}
