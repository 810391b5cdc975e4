/** Tells the operator that the server is ready: a page on a terminal, lines of JSON for machines. */
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { isTerminal, runtimeVersion, uptimeMs, writeOut } from '../runtime/process.ts'
import { keepFirstSecrets } from './first-secrets.ts'
import { describeData, welcome } from './welcome.ts'

const slowAfterMs = 700

export interface Announced {
  readonly config: Config
  readonly app: App
  readonly port: number
  /** Sentences about the configuration. */
  readonly cautions: readonly string[]
}

export async function announce({ config, app, port, cautions }: Announced): Promise<void> {
  const { url, generated, log } = app
  const runtime = runtimeVersion()
  const isPage = config.logFormat === 'pretty' || (config.logFormat === undefined && isTerminal())
  if (!isTerminal()) await keepFirstSecrets(config, generated, log)
  if (isPage) {
    const shown = isTerminal() ? generated : {}
    writeOut(welcome({ config, url, runtime, startMs: uptimeMs(), generated: shown, cautions }))
    return
  }
  for (const caution of cautions) log.warn(caution)
  // Not through the log, which is never given a secret: these are told once, and to the person at the terminal.
  if (isTerminal() && Object.keys(generated).length > 0) {
    const time = new Date().toISOString()
    writeOut(
      `${JSON.stringify({ time, level: 'info', message: 'made at the first start, not shown again', ...generated })}\n`,
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
