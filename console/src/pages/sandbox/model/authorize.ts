/** The authorization request of a browser: without leaving the page by the sign-in that there is, or in a tab of its own. */
import { record } from '../../../api/calls.svelte.ts'
import { waitForAnswer } from './answer-tab.ts'
import { pickHeaders } from './message.ts'

const callbackPath = '/ui/sandbox/callback'
const timeoutMs = 20_000

export interface CodeAnswer {
  readonly status: number
  /** Where the browser was sent; null: the server answered with a page. */
  readonly location: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** `state`: of a request that a person answers in another tab; null: silently. */
export async function askForCode(path: string, state: string | null): Promise<CodeAnswer> {
  const recorded = record({ method: 'GET', path, headers: {}, body: undefined, isAnonymous: true })
  const answer = await (state === null ? askSilently(path) : askInTab(path, state))
  Object.assign(recorded, { status: answer.status })
  return answer
}

async function askInTab(path: string, state: string): Promise<CodeAnswer> {
  const answered = waitForAnswer(state)
  // `noopener`: the tab is told nothing of this one.
  window.open(path, '_blank', 'noopener')
  return {
    status: 302,
    location: `${location.origin}${callbackPath}?${await answered}`,
    headers: {},
    text: '',
  }
}

/** Browsers show no script a redirect: it is followed to the callback, whose address is the answer. */
async function askSilently(path: string): Promise<CodeAnswer> {
  const response = await fetch(path, {
    ...{ credentials: 'same-origin', redirect: 'follow', cache: 'no-store' },
    ...{ headers: { accept: 'text/html' }, signal: AbortSignal.timeout(timeoutMs) },
  })
  const text = await response.text()
  const isAnswered = response.redirected && new URL(response.url).pathname === callbackPath
  if (isAnswered) return { status: 302, location: response.url, headers: {}, text: '' }
  return { status: response.status, location: null, headers: pickHeaders(response.headers), text }
}
