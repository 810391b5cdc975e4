/** Work that has to be done in the end, such as ending sessions: again and again while it fails, as long as the process lives. */

export interface KeepTrying {
  /** Rejects with the error of the first attempt; the others come later, by themselves. */
  run(work: () => Promise<unknown>): Promise<void>
  stop(): void
}

const firstPauseMs = 1_000
const longestPauseMs = 60_000

export function createKeepTrying(firstMs = firstPauseMs): KeepTrying {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let isStopped = false
  const later = (work: () => Promise<unknown>, pauseMs: number): void => {
    if (isStopped) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      work().catch(() => later(work, Math.min(pauseMs * 2, longestPauseMs)))
    }, pauseMs)
    timers.add(timer)
  }
  return {
    async run(work) {
      try {
        await work()
      } catch (error) {
        later(work, firstMs)
        throw error
      }
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Does the work for every item, also behind one that fails; then throws the first error. */
export async function forEvery<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const errors: unknown[] = []
  for (const item of items) await work(item).catch((error: unknown) => errors.push(error))
  if (errors.length > 0) throw errors[0]
}
