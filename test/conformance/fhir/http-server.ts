/** The engine with its HTTP surface over a real store, with whatever plug-in, and no other part of the server. */
import { Type } from '@sinclair/typebox'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { combineAuthenticators } from '../../../src/host/combine-authenticators.ts'
import { createHttp } from '../../../src/http/create-http.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../../../src/plugin.ts'
import { createSecrets } from '../../../src/runtime/secrets.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { defineResource, Secret } from '../../../src/schema/define-resource.ts'
import { openTestStore } from '../../support/open-test-store.ts'

export const baseUrl = 'https://fhir.example.org'

const note = defineResource({
  type: 'Note',
  schema: Type.Object({
    title: Type.Optional(Type.String()),
    amount: Type.Optional(Type.Number()),
    code: Type.Optional(Type.String()),
    secret: Type.Optional(Secret()),
  }),
  search: [{ name: 'title', type: 'string', path: 'title' }],
})

export interface HttpServer {
  readonly send: (method: string, path: string, init?: RequestInit) => Promise<Response>
  readonly close: () => Promise<void>
}

/** `headers`: sent with every request that does not say otherwise, such as credentials. */
export async function openHttpServer(
  plugin: Plugin | undefined,
  headers: Record<string, string>,
): Promise<HttpServer> {
  const registry = createRegistry([note])
  const opened = await openTestStore(registry.types)
  // The plug-ins of these tests need nothing of the server.
  const started: StartedPlugin[] = plugin === undefined ? [] : [await plugin.start({} as PluginHost)]
  const access = started[0]?.access
  const parts = {
    registry,
    store: opened.store,
    records: opened.records,
    access,
    secrets: createSecrets(),
    clock: systemClock,
    baseUrl,
  }
  const http = createHttp({
    engine: createEngine({ ...parts, random: systemRandom, log: silentLog }),
    plugins: started,
    callers: combineAuthenticators(started),
    ...{ registry, baseUrl, random: systemRandom, log: silentLog },
    isHealthy: opened.isHealthy,
    facts: (state) => ({ name: 'Firekeep', version: '0', database: 'PGlite', state, links: {} }),
    capabilityStatement: () => ({ resourceType: 'CapabilityStatement' }),
    openApi: () => ({ openapi: '3.1.0' }),
  })
  return {
    send: (method, path, init = {}) =>
      http.fetch(
        new Request(`http://localhost${path}`, { ...init, method, headers: { ...headers, ...init.headers } }),
        '192.0.2.1',
      ),
    close: () => opened.close(),
  }
}
