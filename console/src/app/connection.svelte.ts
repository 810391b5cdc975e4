/** Whether the server answers. When it does not, it is asked again until it does; pages hear of it and try again. */

const firstPauseMs = 1000
const longestPauseMs = 10_000
const patienceMs = 5000

const state = $state({ isLost: false, comebacks: 0 })
let asking = false

export const connection = {
  get isLost(): boolean {
    return state.isLost
  },
  /** How often it was lost and came back: who reads it in an effect runs again then. */
  get comebacks(): number {
    return state.comebacks
  },
}

/** Told by a call that got no answer. */
export function lost(): void {
  state.isLost = true
  if (!asking) void ask()
}

/** Told by a call that got one. */
export function found(): void {
  if (!state.isLost) return
  state.isLost = false
  state.comebacks++
}

/** Now, and not after the pause. */
export async function askNow(): Promise<void> {
  if (await isThere()) found()
}

async function ask(): Promise<void> {
  asking = true
  for (let pauseMs = firstPauseMs; state.isLost; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    await askNow()
  }
  asking = false
}

async function isThere(): Promise<boolean> {
  try {
    return (await fetch('/health', { signal: AbortSignal.timeout(patienceMs), cache: 'no-store' })).ok
  } catch {
    return false
  }
}
