/** The composition root: opens the store, starts the plug-ins, builds the engine and its HTTP surface. No logic. */

import { readSecretsKey } from './config/secrets-key.ts'
import { type Config, publicUrl } from './config.ts'
import { toCapabilityStatement } from './documents/capability-statement.ts'
import { toOpenApi } from './documents/open-api.ts'
import { createEngine } from './engine/create-engine.ts'
import { applyInitBundle } from './engine/init/init-bundle.ts'
import { putWithoutAsking } from './engine/init/put-without-asking.ts'
import type { EngineOperation } from './engine/operation-row.ts'
import { engineOperations, systemOperations } from './engine/operations.ts'
import { createOperator } from './engine/operator.ts'
import { parseCondition } from './engine/search/parse-condition.ts'
import { parseBody } from './formats/parse-body.ts'
import { createDocuments } from './host/documents.ts'
import { createMemory, type Memory } from './host/memory.ts'
import { combineAccess, combineRules, startPlugins, stopPlugins } from './host/start-plugins.ts'
import { createHttp, type Http } from './http/create-http.ts'
import type { PeerServer } from './http/request/peer.ts'
import { createAuthenticateCaller } from './http/routes/authenticate-caller.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import { type Random, systemRandom } from './kernel/random.ts'
import { oauth } from './oauth/oauth.ts'
import type { Plugin, PluginHost, StartedPlugin, WriteListener, WriteRule } from './plugin.ts'
import { systemDigest } from './runtime/digest.ts'
import * as files from './runtime/files.ts'
import { createLog } from './runtime/log.ts'
import { isTerminal } from './runtime/process.ts'
import { createSecrets } from './runtime/secrets.ts'
import { storageRuntime } from './runtime/storage-runtime.ts'
import { createRegistry } from './schema/create-registry.ts'
import { loadDefinitions } from './schema/load-definitions.ts'
import type { Registry } from './schema/registry.ts'
import { warmUp as warmUpTypes } from './schema/warm-up.ts'
import { type OpenStore, openStore } from './storage/open-store.ts'
import { toDatabaseFailure } from './storage/postgres/database-failure.ts'

/** What may be put in the place of the usual. */
export interface AppParts {
  /** Default: the OAuth plug-in alone. An empty list: everybody may do everything. */
  readonly plugins?: readonly Plugin[]
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
  /** The server that listens, where it is not an Elysia of one's own: it knows the addresses of peers. */
  readonly server?: PeerServer
  /** Default: all that the engine has. */
  readonly operations?: readonly EngineOperation[]
}

/** For an Elysia server of one's own: `.use(app.elysia)`, or `.mount('/fire', app.fetch)`. */
export interface App extends Http {
  /** The public URL, without a slash at its end. */
  readonly url: string
  /** Secrets that plug-ins made at this start, by the name of their setting. To be told to the operator, once. */
  readonly generated: Readonly<Record<string, string>>
  readonly log: Log
  /** Prepares what would otherwise cost the first requests up to a quarter of a second. For after the start. */
  readonly warmUp: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens everything; listening is up to the caller. Throws an error whose message is for the operator. */
export async function createApp(config: Config, parts: AppParts = {}): Promise<App> {
  const base = toBase(config, parts)
  const registry = createRegistry(await loadDefinitions(config, base.plugins))
  const opened = await openStoreFor(base, registry)
  const memory = createMemory(opened.store)
  const rules: LateRules = { rules: new Map(), listeners: [] }
  let started: readonly StartedPlugin[] = []
  const close = async (): Promise<void> => {
    await stopPlugins(started, base.log)
    memory.stop()
    await opened.close()
  }
  try {
    const host = await createHost(base, registry, opened, { memory, rules })
    started = await startPlugins(base.plugins, host)
    const made = combineRules(started)
    for (const [type, list] of made.rules) rules.rules.set(type, list)
    rules.listeners.push(...made.listeners)
    const http = await build(base, host, started, opened)
    const warmUp = async () => {
      http.elysia.compile()
      await warmUpTypes(registry)
    }
    const generated = Object.assign({}, ...started.map((plugin) => plugin.generated))
    return { ...http, url: base.url, generated, log: base.log, warmUp, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Base = ReturnType<typeof toBase>

/** Rules of the plug-ins, which are there when all have started. */
interface LateRules {
  readonly rules: Map<string, readonly WriteRule[]>
  readonly listeners: WriteListener[]
}

/** Those that somebody may keep in memory. */
function watchedTypes(plugins: readonly Plugin[]): string[] {
  return plugins.flatMap(({ resources }) => resources.map(({ type }) => type))
}

function toBase(config: Config, parts: AppParts) {
  const { rootClientSecret, adminPassword, logLevel: level, logFormat } = config
  const clock = parts.clock ?? systemClock
  const format = logFormat ?? (isTerminal() ? 'pretty' : 'json')
  return {
    config,
    url: publicUrl(config),
    plugins: parts.plugins ?? [oauth({ rootClientSecret, adminPassword })],
    clock,
    random: parts.random ?? systemRandom,
    log: parts.log ?? createLog({ level, format, clock }),
    secrets: createSecrets(),
    server: parts.server,
    engineOperations: parts.operations ?? engineOperations,
  }
}

async function openStoreFor(
  { config, plugins, clock, random, log }: Base,
  { types }: Registry,
): Promise<OpenStore> {
  const { databaseUrl, dataDir } = config
  return await openStore({
    database:
      databaseUrl === undefined ? { kind: 'pglite', dataDir } : { kind: 'postgres', url: databaseUrl },
    types,
    clock,
    random,
    log,
    runtime: storageRuntime,
    watchedTypes: watchedTypes(plugins),
    watchedRecordKinds: plugins.flatMap(({ watchedRecordKinds }) => watchedRecordKinds ?? []),
  }).catch((error: unknown) => {
    throw databaseUrl === undefined ? error : toDatabaseFailure(error, databaseUrl)
  })
}

async function createHost(
  base: Base,
  registry: Registry,
  { store, records }: OpenStore,
  { memory, rules }: { readonly memory: Memory; readonly rules: LateRules },
): Promise<PluginHost> {
  const { config, url: baseUrl, plugins, clock, random, log, secrets } = base
  const engine = createOperator({
    ...{ registry, store, records, secrets, clock, random, log, baseUrl },
    ...rules,
  })
  const documents = createDocuments({
    ...{ engine, memory, registry, store },
    watchedTypes: new Set(watchedTypes(plugins)),
    parseWhere: (type, query) => ({ where: parseCondition(type, query, { baseUrl, now: clock.now() }) }),
  })
  const keyParts = { digest: systemDigest, random, log, readOrCreate: files.readOrCreatePrivateFile }
  return {
    ...{ baseUrl, documents, memory, store, records, secrets, registry, clock, random, log, parseBody },
    digest: systemDigest,
    secretsKey: await readSecretsKey(config, keyParts),
    settings: { devMode: config.devMode, suHeader: config.suHeader },
    operations: [
      ...base.engineOperations,
      ...systemOperations,
      ...plugins.flatMap(({ operations }) => operations ?? []),
    ],
  }
}

/** The engine and its HTTP surface over what has been started. */
async function build(
  { config, url: baseUrl, clock, random, log, secrets, server, engineOperations: rows }: Base,
  { registry, store, records, operations }: PluginHost,
  plugins: readonly StartedPlugin[],
  { isHealthy }: OpenStore,
): Promise<Http> {
  const parts = { registry, store, records, secrets, clock, random, log, baseUrl, ...combineRules(plugins) }
  if (config.initBundle !== undefined) {
    const put = putWithoutAsking(createEngine({ ...parts, access: undefined }))
    await applyInitBundle(config.initBundle, { files, registry, store, secrets, log, put })
  }
  const statement = toCapabilityStatement({
    ...{ registry, baseUrl, plugins, operations: rows },
    startedAt: clock.now(),
  })
  return createHttp({
    engine: createEngine({ ...parts, access: combineAccess(plugins) }, rows),
    ...{ registry, plugins, operations, baseUrl, log, random, isHealthy, server },
    callers: { authenticate: createAuthenticateCaller(plugins), challenges: [] },
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    devMode: config.devMode,
    capabilityStatement: () => statement,
    openApi: () => toOpenApi({ registry, baseUrl, plugins, operations: rows }),
  })
}
