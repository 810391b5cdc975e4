/** Lines on their way out, a batch at a time. What is urgent takes those before it along. */

export interface LineBuffer {
  readonly add: (line: string, isUrgent: boolean) => void
  /** What was not written yet, which is not kept. */
  readonly take: () => string
}

/** As long as a line may wait: a process that is killed loses so much of its log. */
const longestWaitMs = 20
const largestBatch = 64 * 1024

/** `later` calls once, after so many milliseconds. */
export function createLineBuffer(
  write: (text: string) => void,
  later: (work: () => void, ms: number) => unknown = setTimeout,
): LineBuffer {
  let batch = ''
  let isPlanned = false
  const take = (): string => {
    const taken = batch
    batch = ''
    return taken
  }
  const flush = () => {
    if (batch !== '') write(take())
  }
  const onTime = () => {
    isPlanned = false
    flush()
  }
  return {
    take,
    add(line, isUrgent) {
      batch += line
      if (isUrgent || batch.length >= largestBatch) return flush()
      if (isPlanned) return
      isPlanned = true
      later(onTime, longestWaitMs)
    },
  }
}
