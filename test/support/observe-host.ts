/** What the server lends to plug-ins, for tests that write what no request can: records and resources as older servers left them. */
import { defaultPlugins } from '../../src/app.ts'
import type { Plugin, PluginHost } from '../../src/plugin.ts'

export interface ObservedHost {
  /** The usual plug-ins and one that only looks. */
  readonly plugins: readonly Plugin[]
  /** Throws before the server has started. */
  host(): PluginHost
}

export function observeHost(): ObservedHost {
  let seen: PluginHost | undefined
  const observer: Plugin = {
    name: 'observer',
    start(host) {
      seen = host
      return {}
    },
  }
  return {
    plugins: [...defaultPlugins(), observer],
    host() {
      if (seen === undefined) throw new Error('the server has not started')
      return seen
    },
  }
}
