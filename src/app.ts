/** The composition root: opens the store, starts the plug-ins over it, builds the HTTP surface. No logic. */

import { readSecretsKey } from './config/secrets-key.ts'
import { type Config, publicUrl } from './config.ts'
import { webConsole } from './console/console.ts'
import { toCapabilityStatement } from './documents/capability-statement.ts'
import { toOpenApi } from './documents/open-api.ts'
import { toServerFacts } from './documents/server-facts.ts'
import { applyInitBundle, readEntries } from './engine/init/init-bundle.ts'
import type { EngineOperation } from './engine/operation-row.ts'
import { engineOperations } from './engine/operations.ts'
import { writeWithoutAsking } from './engine/operator.ts'
import { createIndexer } from './engine/search/create-indexer.ts'
import { checkStoredTypes } from './engine/stored-types/check-stored-types.ts'
import { findLine } from './formats/find-line.ts'
import { parseJson } from './formats/json-text.ts'
import { parseYaml } from './formats/yaml.ts'
import { collectDefinitions } from './host/collect-definitions.ts'
import { createOutgoingFetch } from './host/outgoing-fetch.ts'
import { type Host, startHost, typesOf } from './host/start-host.ts'
import { checkNames } from './host/start-plugins.ts'
import { createHttp, type Http } from './http/create-http.ts'
import type { PeerServer } from './http/request/peer.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import { type Random, systemRandom } from './kernel/random.ts'
import { oauth } from './oauth/oauth.ts'
import type { Administrator, Plugin } from './plugin.ts'
import { policies } from './policies/policies.ts'
import { compress } from './runtime/compress.ts'
import { systemDigest } from './runtime/digest.ts'
import { createDocumentThreads } from './runtime/document-threads.ts'
import * as files from './runtime/files.ts'
import { createLog } from './runtime/log.ts'
import { callOut } from './runtime/outgoing.ts'
import { isTerminal } from './runtime/process.ts'
import { createSecrets } from './runtime/secrets.ts'
import { openSigner } from './runtime/signer.ts'
import { storageRuntime } from './runtime/storage-runtime.ts'
import { createRegistry, warmUp as warmUpTypes } from './schema/create-registry.ts'
import { loadDefinitions } from './schema/load-definitions.ts'
import type { Registry } from './schema/registry.ts'
import { type CheckOptions, type DatabaseChoice, type OpenStore, openStore } from './storage/open-store.ts'
import { toDatabaseFailure } from './storage/postgres/database-failure.ts'
import { waitForDatabase } from './storage/postgres/wait-for-database.ts'

/** The plug-ins of the server itself, by name: who calls, what they may, and pages to work with both. */
export const builtIn = { oauth, policies, console: webConsole }

export function defaultPlugins(): readonly Plugin[] {
  return [oauth(), policies(), webConsole()]
}

/** What may be put in the place of the usual. */
export interface AppParts {
  /** Default: `oauth()`, `policies()` and `webConsole()`. Without one that has an `access` the server starts only with DANGEROUSLY_ALLOW_EVERYTHING. */
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
  /** From now on `/health` answers 503, so that nobody sends more; all else is served as before. */
  readonly drain: () => void
  readonly close: () => Promise<void>
}

/**
 * Opens everything; listening is up to the caller. Throws an error whose message is for the operator, such as ConfigError for
 * settings of plug-ins that `readConfig` was not told of.
 */
export async function createApp(config: Config, parts: AppParts = {}): Promise<App> {
  const base = toBase(config, parts)
  checkNames(base.plugins)
  const registry = await loadRegistry(base)
  const opened = await openStoreFor(base, registry)
  let host: Host | undefined
  const close = async (): Promise<void> => {
    await host?.stop()
    await opened.close()
    await base.documents.close()
  }
  try {
    await checkStored(base, registry, opened)
    host = await startHostOver(base, registry, opened)
    const generated = await applyInitFiles(base, registry, opened, host)
    let isDraining = false
    const isHealthy = async () => !isDraining && (await opened.isHealthy())
    const http = createSurface(base, registry, { ...opened, isHealthy }, host)
    return {
      ...http,
      url: base.baseUrl,
      generated,
      log: base.log,
      warmUp: () => warmUp(http, registry),
      drain() {
        isDraining = true
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Makes and changes tables as this version needs them, and ends. For those who start servers without the right to do so. */
export async function migrateDatabase(config: Config, parts: AppParts = {}): Promise<void> {
  const base = toBase({ ...config, migrate: true }, parts)
  const opened = await openStoreFor(base, await loadRegistry(base))
  await opened.close()
}

/** Compares the index of searches with the documents, when all of it is built; one report for each type. */
export async function* checkSearchIndex(config: Config, how: CheckOptions, parts: AppParts = {}) {
  const base = toBase(config, parts)
  const opened = await openStoreFor(base, await loadRegistry(base))
  try {
    yield* opened.checkIndex(how)
  } finally {
    await opened.close()
  }
}

/** Reads the schema files and INIT_BUNDLE without a database. Throws what `createApp` would throw of them. */
export async function checkFiles(config: Config, parts: AppParts = {}) {
  const base = toBase(config, parts)
  checkNames(base.plugins)
  const registry = await loadRegistry(base)
  const { initBundle, findVariable } = config
  const entries =
    initBundle === undefined ? [] : await readEntries(initBundle, { files, findVariable, registry })
  return { types: registry.types.length, entries: entries.length }
}

type Base = ReturnType<typeof toBase>

function toBase(config: Config, parts: AppParts) {
  const clock = parts.clock ?? systemClock
  const format = config.logFormat ?? (isTerminal() ? 'pretty' : 'json')
  return {
    config,
    baseUrl: publicUrl(config),
    plugins: parts.plugins ?? defaultPlugins(),
    clock,
    random: parts.random ?? systemRandom,
    log: parts.log ?? createLog({ level: config.logLevel, format, clock }),
    secrets: createSecrets(),
    digest: systemDigest,
    openSigner,
    documents: createDocumentThreads(),
    server: parts.server,
    engineOperations: parts.operations ?? engineOperations,
  }
}

async function loadRegistry({ config, plugins, engineOperations: rows }: Base): Promise<Registry> {
  const served = rows.map(({ interaction }) => interaction)
  const reader = { ...files, parseJson, parseYaml, findLine, served }
  return createRegistry(await loadDefinitions(collectDefinitions(plugins), config.schemaDir, reader))
}

async function openStoreFor(base: Base, { types }: Registry): Promise<OpenStore> {
  const { config, plugins, clock, random, log } = base
  const { databaseUrl, dataDir } = config
  const options: Parameters<typeof openStore>[0] = {
    database: databaseUrl === undefined ? { kind: 'pglite', dataDir } : toPostgres(config, databaseUrl),
    ...{ types, clock, random, log },
    indexer: createIndexer(types),
    runtime: storageRuntime,
    migrates: config.migrate,
    keepEndedMs: config.sessionRetention,
    watchedTypes: [...new Set(plugins.flatMap(typesOf))],
    watchedRecordKinds: plugins.flatMap(({ watchedRecordKinds }) => watchedRecordKinds ?? []),
  }
  if (databaseUrl === undefined) return await openStore(options)
  const waitMs = config.databaseWaitSeconds * 1000
  return await waitForDatabase(() => openStore(options), { waitMs, log }).catch((error: unknown) => {
    throw toDatabaseFailure(error, databaseUrl)
  })
}

function toPostgres(config: Config, url: string): DatabaseChoice {
  const { databaseListenUrl: sessionUrl, databasePrepare: prepare, databaseConnections: poolSize } = config
  return { kind: 'postgres', url, sessionUrl, prepare, poolSize }
}

/** Before anything is written. Throws AppError `schema-against-data`. */
async function checkStored({ config, digest, log }: Base, registry: Registry, opened: OpenStore) {
  const { store, records } = opened
  await checkStoredTypes({ registry, store, records, digest, log, onMisfit: config.onSchemaMisfit })
  for (const { type, rows } of await opened.findLeftTypes())
    log.warn('a type has stored resources, but no file or plug-in: they are kept, and not served', {
      type,
      rows,
    })
}

async function startHostOver(base: Base, registry: Registry, { store, records }: OpenStore): Promise<Host> {
  const keyParts = { ...base, readOrCreate: files.readOrCreatePrivateFile }
  return await startHost({
    ...base,
    ...{ registry, store, records, largeDocuments: base.documents },
    secretsKey: await readSecretsKey(base.config, keyParts),
    fetch: createOutgoingFetch(base.config, callOut),
  })
}

/** Returns the secrets that plug-ins made at this start, without those that the files replaced. */
async function applyInitFiles(
  base: Base,
  registry: Registry,
  { store, records }: OpenStore,
  host: Host,
): Promise<Readonly<Record<string, string>>> {
  const { config, secrets, log } = base
  const generated: Record<string, string> = Object.assign({}, ...host.started.map((one) => one.generated))
  if (config.initBundle === undefined) return generated
  const writes = writeWithoutAsking(host.operatorEngine)
  const { findVariable } = config
  const settled = host.started.flatMap((one) => one.administrators ?? []).flatMap(toSettled(generated))
  const parts = { files, findVariable, registry, store, records, secrets, log, settled, ...writes }
  for (const setting of await applyInitBundle(config.initBundle, parts)) delete generated[setting]
  return generated
}

/** Of secrets that are neither set nor made at this start, the files and those who change them have the say. */
function toSettled(generated: Readonly<Record<string, string>>) {
  return ({ reference, secret }: Administrator) =>
    secret !== undefined && (secret.isSet || generated[secret.setting] !== undefined)
      ? [{ reference, ...secret }]
      : []
}

function createSurface(base: Base, registry: Registry, opened: OpenStore, host: Host): Http {
  const { isHealthy, unfinishedIndex } = opened
  const { config, baseUrl, clock, random, log, server, documents, engineOperations: rows } = base
  const { started: plugins, engine, callers, operations } = host
  const described = { registry, baseUrl, plugins, operations: rows }
  const database = config.databaseUrl === undefined ? 'PGlite' : 'PostgreSQL'
  const startedAt = clock.now()
  const statement = toCapabilityStatement({ ...described, startedAt })
  return createHttp({
    ...{
      engine,
      registry,
      plugins,
      callers,
      operations,
      baseUrl,
      log,
      random,
      isHealthy,
      server,
      documents,
      compress,
      collectGarbage: storageRuntime.collectGarbage,
    },
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    devMode: config.devMode,
    capabilityStatement() {
      const unfinished = unfinishedIndex()
      return unfinished.size === 0
        ? statement
        : toCapabilityStatement({ ...described, startedAt, unfinished })
    },
    openApi: once(() => toOpenApi(described)),
    isOpenApiPublic: config.openApi === 'public',
    facts: (state) => toServerFacts({ baseUrl, plugins, database }, state),
  })
}

/** Made at the first use: nothing of it changes while the server runs. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function warmUp({ elysia }: Http, registry: Registry): Promise<void> {
  elysia.compile()
  await warmUpTypes(registry)
}
