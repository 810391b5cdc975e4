/** Who is signed in. The token is in the memory of this tab and nowhere else; the sign-in of the browser renews it. */
import { lost } from './connection.svelte.ts'
import {
  leaveForSignIn,
  leaveForSignOut,
  type Person,
  SignInError,
  signInSilently,
  type Tokens,
} from './sign-in.ts'

/**
 * `interrupted`: the sign-in of the browser has ended while the person was at work. Calls wait until they have signed in again
 * in another tab, so that nothing on this page is lost.
 */
export type SessionState = 'starting' | 'signed-out' | 'signed-in' | 'interrupted' | 'failed'

const state = $state<{ now: SessionState; user: Person | undefined; problem: string }>({
  ...{ now: 'starting', user: undefined, problem: '' },
})
let tokens: Tokens | undefined
let renewal: Promise<string> | undefined
let waiting:
  | { resolve: (token: string) => void; reject: (error: unknown) => void; promise: Promise<string> }
  | undefined
/** Tabs tell each other what happened; never a token. */
const channel = new BroadcastChannel('console.session')

/** Before it ends: a call takes its time. */
const earlyMs = 15_000

export const session = {
  get state(): SessionState {
    return state.now
  },
  get user(): Person | undefined {
    return state.user
  },
  /** Of `failed`, in English. */
  get problem(): string {
    return state.problem
  },
  /** For a command that the person copies. */
  get token(): string | undefined {
    return tokens?.accessToken
  },

  /** By the sign-in that the browser has. Never throws. */
  async start(): Promise<void> {
    try {
      const found = await signInSilently()
      if (found === null) state.now = 'signed-out'
      else this.accept(found)
    } catch (error) {
      this.fail(error)
    }
  },

  accept(found: Tokens): void {
    tokens = found
    state.user = found.user
    state.now = 'signed-in'
    channel.postMessage('signed-in')
  },

  fail(error: unknown): void {
    state.problem = error instanceof Error ? error.message : String(error)
    state.now = 'failed'
    if (error instanceof SignInError && error.code === 'unreachable') lost()
  },

  signIn: (returnTo: string): Promise<void> => leaveForSignIn(returnTo),

  /** Ends the sign-in of this browser, and with it that of all tabs. */
  signOut(): void {
    channel.postMessage('signed-out')
    if (tokens !== undefined) leaveForSignOut(tokens.idToken)
    forget()
  },

  /** For a call; undefined for people who are not signed in. */
  async freshToken(): Promise<string | undefined> {
    if (tokens === undefined) return undefined
    if (tokens.expiresAt - Date.now() > earlyMs && state.now === 'signed-in') return tokens.accessToken
    return this.renewedToken(tokens.accessToken)
  },

  /** In place of one that is worth nothing any more. Waits for the person where that is needed; rejects when they give up. */
  renewedToken(old: string): Promise<string> {
    if (tokens !== undefined && tokens.accessToken !== old && state.now === 'signed-in')
      return Promise.resolve(tokens.accessToken)
    renewal ??= renew().finally(() => {
      renewal = undefined
    })
    return renewal
  },

  /** The person does not sign in again: what is on the page is given up. */
  giveUp(): void {
    waiting?.reject(new SignInError('signed-out', 'signed out'))
    waiting = undefined
    forget()
  },
}

async function renew(): Promise<string> {
  const found = waiting === undefined ? await signInSilently(tokens?.idToken) : null
  if (found !== null) return take(found)
  state.now = 'interrupted'
  waiting ??= Promise.withResolvers<string>()
  return waiting.promise
}

function take(found: Tokens): string {
  tokens = found
  state.now = 'signed-in'
  return found.accessToken
}

function forget(): void {
  tokens = undefined
  state.user = undefined
  state.now = 'signed-out'
}

channel.addEventListener('message', ({ data }) => {
  if (data === 'signed-out' && state.now !== 'starting') {
    if (waiting !== undefined) session.giveUp()
    else forget()
  }
  if (data === 'signed-in' && state.now === 'signed-out') void session.start()
  if (data === 'signed-in' && state.now === 'interrupted') void resume()
})

/** Somebody has signed in, in another tab. Only whoever was at work here goes on here. */
async function resume(): Promise<void> {
  const found = await signInSilently(tokens?.idToken).catch(() => null)
  if (found === null || waiting === undefined) return
  waiting.resolve(take(found))
  waiting = undefined
}
