/** An engine that remembers what it was asked, for tests of the surface alone. */

import type { Answer } from '../../../src/engine/answers.ts'
import type { Engine } from '../../../src/engine/create-engine.ts'
import { engineOperations } from '../../../src/engine/operations.ts'
import type { Caller, Operation } from '../../../src/engine/ports/access.ts'
import type { Conditions } from '../../../src/engine/preconditions.ts'
import { combineAuthenticators } from '../../../src/host/combine-authenticators.ts'
import { createHttp, type HttpOptions } from '../../../src/http/create-http.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { Log } from '../../../src/kernel/log.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import type { StartedPlugin } from '../../../src/plugin.ts'
import type { Registry, ResourceType } from '../../../src/schema/registry.ts'

export interface FakeEngine extends Engine {
  readonly calls: { subject: Caller | null; operation: Operation; conditions: Conditions | undefined }[]
  answer: Answer | Error
  isOpen: boolean
}

export const version = { versionId: '12', lastUpdated: Date.UTC(2024, 1, 3, 4, 5, 6, 700) }
export const patientText = '{"resourceType":"Patient","id":"p1","n":1.00}'

export function fakeEngine(): FakeEngine {
  const engine: FakeEngine = {
    calls: [],
    answer: { status: 200, kind: 'resource', text: patientText, ...version },
    isOpen: true,
    operations: engineOperations,
    async authorize(subject) {
      if (engine.isOpen) return
      if (subject !== null) throw new AppError('forbidden', 'forbidden', 'No')
      throw new AppError('unauthenticated', 'login', 'Who?', {
        challenges: ['Bearer', 'Basic'],
      })
    },
    admit: (subject, operation) => engine.authorize(subject, operation),
    async perform(subject, operation, conditions) {
      await engine.authorize(subject, operation)
      engine.calls.push({ subject, operation, conditions })
      if (engine.answer instanceof Error) throw engine.answer
      return engine.answer
    },
  }
  return engine
}

function fakeType(type: string, interactions: ResourceType['interactions']): ResourceType {
  return {
    type,
    table: type.toLowerCase(),
    description: '',
    history: true,
    interactions,
    search: new Map(),
    jsonSchema: {},
    secretPaths: [],
    examples: [],
    normalise: (resource) => resource,
    normaliseInSlices: async (resource) => resource,
    validate: () => [],
    addRules: (_resource, found) => found,
  }
}

export function fakeRegistry(): Registry {
  const all = ['read', 'vread', 'update', 'delete', 'history-instance', 'create', 'search-type'] as const
  const types = [
    fakeType('Patient', new Set(all)),
    fakeType('Session', new Set(all)),
    fakeType('Grant', new Set(['read'] as const)),
  ]
  return { types, get: (name) => types.find((type) => type.type === name) }
}

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: Record<string, unknown>
}

export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const write =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      lines.push({ level, message, fields })
    }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

export function startSurface(options: Partial<HttpOptions> = {}) {
  const engine = fakeEngine()
  const log = memoryLog()
  const http = createHttp({
    engine,
    registry: fakeRegistry(),
    plugins: [],
    callers: combineAuthenticators(options.plugins ?? []),
    baseUrl: 'https://fhir.example.org',
    log,
    random: systemRandom,
    isHealthy: () => true,
    facts: (state) => ({ name: 'Firekeep', version: '0', database: 'PGlite', state, links: {} }),
    capabilityStatement: () => ({ resourceType: 'CapabilityStatement' }),
    openApi: () => ({ openapi: '3.1.0' }),
    ...options,
  })
  const send = (method: string, path: string, init: RequestInit = {}, peer = '192.0.2.7') =>
    http.fetch(new Request(`http://localhost${path}`, { ...init, method }), peer)
  return { engine, log, http, send }
}

export function plugin(parts: Partial<StartedPlugin>): StartedPlugin {
  return { stop: async () => {}, ...parts }
}
