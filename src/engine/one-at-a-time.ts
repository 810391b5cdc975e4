/**
 * Work on one resource that reads before it writes goes one after the other within this process, which costs each of
 * them one attempt, where at once each would fail again and again. Others, on other servers, are noticed by the store.
 */
export type OneAtATime = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** Work is bounded by the time-outs of what it waits for; should it ever wait for the next in line, that goes ahead. */
const patienceMs = 10_000

export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<void>>()
  return async (name, work) => {
    const before = last.get(name)
    const turn = before === undefined ? work() : endOrPatience(before).then(work)
    const end = turn.then(nothing, nothing)
    last.set(name, end)
    try {
      return await turn
    } finally {
      if (last.get(name) === end) last.delete(name)
    }
  }
}

function nothing(): void {}

function endOrPatience(before: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs)
  })
  return Promise.race([before, patience]).finally(() => clearTimeout(timer))
}
