/** Starts the plug-ins over a store, and makes the engine that asks them and the engine that asks nobody. */
import type { OwnerSettings } from '../config/setting.ts'
import { createRoleCache } from '../directory/role-cache.ts'
import { decide as decideWithin } from '../engine/authorize.ts'
import { createEngine, type Engine } from '../engine/create-engine.ts'
import type { EngineParts } from '../engine/engine-parts.ts'
import { createLimits } from '../engine/limits.ts'
import type { EngineOperation } from '../engine/operation-row.ts'
import { systemOperations } from '../engine/operations.ts'
import { createOperator, type Operator } from '../engine/operator.ts'
import type { Access, Decision, OperationInfo } from '../engine/ports/access.ts'
import type { Records } from '../engine/ports/records.ts'
import { parseCondition } from '../engine/search/parse-condition.ts'
import { parseBody } from '../formats/parse-body.ts'
import type { Digest } from '../kernel/digest.ts'
import type { OpenSigner } from '../kernel/signer.ts'
import type { Authenticator, OutgoingFetch, Plugin, StartedPlugin } from '../plugin.ts'
import { createAuthorize } from './authorize.ts'
import { createCallerOf } from './caller-of.ts'
import { combineAccess } from './combine-access.ts'
import { combineAuthenticators } from './combine-authenticators.ts'
import { createRules } from './combine-rules.ts'
import { createDocuments } from './documents.ts'
import { createKeyedSecrets } from './keyed-secrets.ts'
import { createMemory } from './memory.ts'
import { type SharedHost, startPlugins, stopPlugins } from './start-plugins.ts'

/** What the host heeds of the configuration. */
export interface HostSettings extends OwnerSettings {
  readonly devMode: boolean
  readonly dangerouslyAllowEverything: boolean
}

export interface HostParts extends Omit<EngineParts, 'access' | 'rules' | 'listeners'> {
  readonly config: HostSettings
  readonly plugins: readonly Plugin[]
  readonly records: Records
  readonly digest: Digest
  readonly openSigner: OpenSigner
  readonly secretsKey: Uint8Array
  readonly fetch: OutgoingFetch
  readonly engineOperations: readonly EngineOperation[]
}

export interface Host {
  readonly started: readonly StartedPlugin[]
  /** Asks the access plug-ins before it does anything. */
  readonly engine: Engine
  /** For what the operator orders: all rules hold, nobody is asked for permission. */
  readonly operatorEngine: Engine
  readonly callers: Authenticator
  readonly operations: readonly OperationInfo[]
  readonly stop: () => Promise<void>
}

/** Throws what a plug-in throws at its start, and PluginError when nobody decides who may do what. */
export async function startHost(parts: HostParts): Promise<Host> {
  const { config, plugins, log } = parts
  const started: StartedPlugin[] = []
  const rules = createRules()
  const engineParts = { ...parts, rules: rules.rules, listeners: rules.listeners }
  let access: Access | undefined
  const { shared, stopShared } = createShared(parts, createOperator(engineParts), () => access)
  const stop = async () => {
    await stopPlugins(started, log)
    stopShared()
  }
  try {
    await startPlugins(plugins, { config, shared, started, rules })
    access = combineAccess(started, config.dangerouslyAllowEverything)
    if (!started.some((one) => one.access)) log.warn('no plug-in decides: everybody may do everything')
    const engine = createEngine({ ...engineParts, access }, parts.engineOperations)
    const callers = combineAuthenticators(started)
    const operatorEngine = createEngine({ ...engineParts, access: undefined })
    return { started, engine, operatorEngine, callers, operations: shared.operations, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const notYet: Decision = { allowed: false, reason: 'forbidden', message: 'The server is starting' }

/** `findAccess`: undefined until every plug-in has started. */
function createShared(parts: HostParts, operator: Operator, findAccess: () => Access | undefined) {
  const { store, registry, config, plugins, secrets, digest, openSigner } = parts
  const { baseUrl, records, clock, random, log, secretsKey, fetch } = parts
  const isWithin = createLimits(parts.engineOperations)
  const decide: Access['decide'] = (caller, operation) => {
    const access = findAccess()
    return access === undefined ? notYet : decideWithin(access, caller, operation, isWithin)
  }
  const memory = createMemory(store)
  const documents = createDocuments({
    ...{ engine: operator, memory, registry, store },
    watchedTypes: new Set(plugins.flatMap(typesOf)),
    parseWhere: (type, query) => ({ where: parseCondition(type, query, { baseUrl, now: clock.now() }) }),
  })
  const shared: SharedHost = {
    ...{ baseUrl, documents, memory, store, records, secrets, registry },
    ...{ clock, random, digest, openSigner, log, secretsKey, fetch, parseBody },
    devMode: config.devMode,
    keyedSecrets: createKeyedSecrets({ secrets, digest, records, clock, secretsKey }),
    operations: collectOperations(parts.engineOperations, plugins),
    decide,
    authorize: createAuthorize(decide),
    callerOf: createCallerOf({ documents, registry, roles: createRoleCache(documents, memory) }),
  }
  return { shared, stopShared: () => memory.stop() }
}

/** Types of a plug-in: somebody may keep their resources in memory, so the store tells their changes. */
export function typesOf({ resources = [] }: Plugin): readonly string[] {
  return resources.map(({ type }) => type)
}

function collectOperations(ofEngine: readonly EngineOperation[], plugins: readonly Plugin[]) {
  return [...ofEngine, ...systemOperations, ...plugins.flatMap(({ operations }) => operations ?? [])]
}
