/** The calls that a view has made, so that each can be shown as a command. */
import { maskHeaders, maskSecrets } from './secrets.ts'

export interface Call {
  readonly id: number
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Without the token of the person; other credentials masked. */
  readonly headers: Readonly<Record<string, string>>
  /** With secrets masked. */
  readonly body: string | undefined
  readonly isAnonymous: boolean
  /** Undefined while it runs, and where no answer came. */
  status?: number
  ms?: number
}

const most = 50
let calls = $state<Call[]>([])
let last = 0

/** Of the view that is shown, the newest at the end. */
export function madeCalls(): readonly Call[] {
  return calls
}

/** When another view is shown. */
export function forgetCalls(): void {
  calls = []
}

export function record(call: Omit<Call, 'id'>): Call {
  const id = ++last
  const { body } = call
  const masked = {
    headers: maskHeaders(call.headers),
    body: body === undefined ? undefined : maskSecrets(body),
  }
  calls = [...calls, { ...call, ...masked, id }].slice(-most)
  return calls.at(-1) ?? { ...call, id }
}
