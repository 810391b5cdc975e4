/** Request ids: unique, short, cheap; those of trusted proxies are kept. */
import type { Random } from '../../kernel/random.ts'

export type MakeRequestId = () => string

/** A random part for the process and a counter for the request: no syscall on the way. */
export function createRequestIds(random: Random): MakeRequestId {
  const prefix = random.token(6)
  let count = 0
  return () => {
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}

/** An id that may be repeated in headers and logs. */
export function isSaneRequestId(text: string): boolean {
  return /^[\w.:-]{1,128}$/.test(text)
}
