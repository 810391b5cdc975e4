/** A server whose routes and plug-in are known to the test, beside the document that it answers. */
import { createApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import type { Engine } from '../../../src/engine/create-engine.ts'
import { engineOperations } from '../../../src/engine/operations.ts'
import { collectRoutes, type RouteParts } from '../../../src/http/collect-routes.ts'
import { createCors } from '../../../src/http/response/cors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { oauth } from '../../../src/oauth/oauth.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../../../src/plugin.ts'
import { policies } from '../../../src/policies/policies.ts'
import type { Registry } from '../../../src/schema/registry.ts'
import { adminPassword, baseUrl, basic, rootSecret } from '../../support/test-app.ts'
import { openTestDatabase } from '../../support/test-database.ts'

export interface Operation {
  readonly operationId: string
  readonly parameters?: readonly JsonObject[]
  readonly responses: Readonly<Record<string, JsonObject>>
  readonly servers?: readonly { readonly url: string }[]
  readonly security?: readonly JsonObject[]
}

export type PathItem = Pick<Operation, 'parameters' | 'servers'> &
  Readonly<Partial<Record<Method, Operation>>>

export interface Document {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>
  readonly security?: readonly JsonObject[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
type Method = (typeof methods)[number]

export function operationsOf(item: PathItem): (readonly [method: Method, operation: Operation])[] {
  return methods.flatMap((method) => (item[method] === undefined ? [] : [[method, item[method]] as const]))
}

export async function openDescribedApp() {
  const database = await openTestDatabase()
  let lent: PluginHost | undefined
  const started: StartedPlugin[] = []
  const watch = (real: Plugin): Plugin => ({
    ...real,
    async start(host) {
      lent = host
      const one = await real.start(host)
      started.push(one)
      return one
    },
  })
  const config = readConfig({ BASE_URL: baseUrl, DATA_DIR: 'memory://', ...database.env })
  const app = await createApp(config, {
    plugins: [oauth({ rootClientSecret: rootSecret, adminPassword }), policies()].map(watch),
    log: silentLog,
  })
  if (lent === undefined) throw new Error('the plug-in was not started')
  const { registry } = lent
  const fetch = (path: string, init: RequestInit = {}) =>
    app.fetch(new Request(`${baseUrl}${path}`, { redirect: 'manual', ...init }), '203.0.113.7')
  const root = { authorization: basic('root', rootSecret) }
  return {
    document: (await (await fetch('/openapi.json', { headers: root })).json()) as Document,
    registry,
    patterns: findPatterns(registry, started),
    fetch,
    root,
    async close() {
      await app.close()
      await database.drop()
    },
  }
}

/** Every path of the router. */
function findPatterns(registry: Registry, plugins: readonly StartedPlugin[]): string[] {
  const nothing = () => ({})
  const routes = collectRoutes({
    ...{ registry, baseUrl, plugins },
    engine: { operations: engineOperations } as Engine,
    ...{ cors: createCors([], []), authenticate: () => null, room: {} as RouteParts['room'] },
    ...{ isHealthy: () => true, capabilityStatement: nothing, openApi: nothing },
    facts: (state) => ({ name: '', version: '', database: '', state, links: {} }),
  })
  return [...routes.keys()]
}

/** `GET /Client/{id}`, with `/fhir` where a server of the operation ends with it. */
export function listDescribed({ paths, servers }: Document): string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    operationsOf(item).flatMap(([method, operation]) =>
      (operation.servers ?? item.servers ?? servers).map(
        ({ url }) => `${method.toUpperCase()} ${url.slice(baseUrl.length)}${path}`,
      ),
    ),
  )
}
