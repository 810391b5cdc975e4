/** How the process ends: first others hear of it, then it stops listening, then what runs is finished, all in time. */

import type { App } from '../app.ts'
import { pause } from '../kernel/pause.ts'
import { exit } from '../runtime/process.ts'
import type { RunningServer } from '../runtime/serve.ts'

const finishWithinMs = 8_000
const closeWithinMs = 4_000

/** `drainMs`: how long everything is still served, with `/health` at 503. Never returns; the exit code is 0. */
export async function stop(
  signal: string,
  { app, server, drainMs }: { readonly app: App; readonly server: RunningServer; readonly drainMs: number },
): Promise<void> {
  app.log.info('stopping', { signal, drainMs })
  app.drain()
  server.drain()
  await pause(drainMs)
  await server.stop(finishWithinMs)
  await Promise.race([app.close(), pause(closeWithinMs)])
  exit(0)
}
