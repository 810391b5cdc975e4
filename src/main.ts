#!/usr/bin/env bun
/** The process: settings → app → listen → signals. */
import { type App, builtIn, createApp, defaultPlugins } from './app.ts'
import { announce, announceSlowStart } from './cli/announce.ts'
import { readArguments } from './cli/arguments.ts'
import { runCommand, type Serve } from './cli/commands.ts'
import { stop } from './cli/stop.ts'
import { publicUrl, readPluginSettings } from './config.ts'
import { choosePlugins } from './host/choose-plugins.ts'
import { importModule } from './runtime/files.ts'
import { commandLine, environment, exit, onStopSignal, writeError, writeOut } from './runtime/process.ts'
import { serve } from './runtime/serve.ts'

/** Listens before the database is opened, so that a taken port is found first and probes get an answer. */
const start: Serve = async (config, { cautions, ...parts }) => {
  let app: App | undefined
  const server = serve({
    hostname: config.host,
    port: config.port,
    fetch: (request) => app?.fetch(request) ?? notReady(),
  })
  const slow = announceSlowStart(config)
  try {
    app = await createApp({ ...config, baseUrl: publicUrl(config, server.port) }, { ...parts, server })
  } finally {
    slow.end()
  }
  const running = app
  onStopSignal((signal) => {
    // Who stops it by hand is not kept waiting.
    const drainMs = signal === 'SIGTERM' ? config.drainSeconds * 1000 : 0
    void stop(signal, { app: running, server, drainMs })
  })
  await announce({ config, app: running, port: server.port, cautions })
  void running.warmUp()
}

function notReady(): Response {
  return new Response('The server is starting.\n', { status: 503, headers: { 'Retry-After': '1' } })
}

const wanted = choosePlugins(readPluginSettings(environment()), { builtIn, importModule })
const asked = readArguments(commandLine(), await wanted.catch(defaultPlugins)) // help even without them
if (asked.kind === 'command') await runCommand(asked.name, wanted, start)
else if (asked.kind === 'answer') writeOut(asked.text)
else {
  writeError(asked.text)
  exit(2)
}
