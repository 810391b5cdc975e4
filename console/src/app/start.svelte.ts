/** What happens once, when the console is opened. */
import { lost } from './connection.svelte.ts'
import { addPages } from './pages.svelte.ts'
import { go, route } from './router.svelte.ts'
import { loadServer, serverIfKnown } from './server.svelte.ts'
import { session } from './session.svelte.ts'
import { finishSignIn } from './sign-in.ts'

const start = $state({ isKnown: false, problem: undefined as unknown })

export const started = {
  /** Whether the server has said what it has. */
  get isKnown(): boolean {
    return start.isKnown
  },
}

/** Never rejects. Again, when the server was not there. */
export async function begin(): Promise<void> {
  await Promise.all([askServer(), enter()])
}

async function askServer(): Promise<void> {
  try {
    await loadServer()
    await addPages(serverIfKnown()?.facts.consolePages ?? [])
    start.isKnown = true
  } catch {
    lost()
  }
}

async function enter(): Promise<void> {
  if (route.path !== '/callback') return session.start()
  const { query } = route
  // The code stands in the history no longer than it is needed.
  go('/ui', { replace: true })
  try {
    const { tokens, returnTo } = await finishSignIn(query)
    session.accept(tokens)
    if (returnTo !== '') go(returnTo, { replace: true })
  } catch (error) {
    session.fail(error)
  }
}
