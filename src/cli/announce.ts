/** Tells the operator that the server is ready: a page on a terminal, lines of JSON for machines. */
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { isTerminal, runtimeVersion, uptimeMs, writeOut } from '../runtime/process.ts'
import { describeData, welcome } from './welcome.ts'

const slowAfterMs = 700

export function announce(config: Config, app: App, port: number): void {
  const { url, generated, log } = app
  const runtime = runtimeVersion()
  if (config.logFormat === 'pretty' || (config.logFormat === undefined && isTerminal())) {
    writeOut(welcome({ config, url, runtime, startMs: uptimeMs(), generated }))
    return
  }
  // Not through the log, which is never given a secret: these are told once, and to the operator.
  if (Object.keys(generated).length > 0) {
    writeOut(
      `${JSON.stringify({ level: 'info', message: 'made at the first start, not shown again', ...generated })}\n`,
    )
  }
  // Last: who waits for this line has all that came before it.
  log.info('ready', { url, port, runtime, data: describeData(config), startMs: uptimeMs() })
}

/** A word for people who wait; call `end` when the wait is over. */
export function announceSlowStart(config: Config): { readonly end: () => void } {
  if (!isTerminal() || config.logFormat === 'json') return { end: () => {} }
  const timer = setTimeout(() => writeOut('Preparing the database …\n'), slowAfterMs)
  return { end: () => clearTimeout(timer) }
}
