/** An engine over a store in memory, with a few types of its own and no plug-in. */
import { Type } from '@sinclair/typebox'
import type { Conditions } from '../../src/engine/conditions.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import type { EngineParts, Written } from '../../src/engine/engine-parts.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import type { Operation } from '../../src/engine/ports/access.ts'
import type { Secrets } from '../../src/engine/ports/secrets.ts'
import type { Store } from '../../src/engine/ports/store.ts'
import { AppError } from '../../src/kernel/errors.ts'
import type { JsonObject } from '../../src/kernel/json.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { createRegistry } from '../../src/schema/create-registry.ts'
import { defineResource, Reference, Secret } from '../../src/schema/define-resource.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'

const Note = defineResource({
  type: 'Note',
  schema: Type.Object({
    title: Type.Optional(Type.String()),
    color: Type.Optional(Type.Union([Type.Literal('red'), Type.Literal('blue')])),
    price: Type.Optional(Type.Number()),
    tags: Type.Optional(Type.Array(Type.String())),
    about: Type.Optional(Type.Array(Reference('Note', 'Person'))),
    raw: Type.Optional(Type.Unknown()),
    written: Type.Optional(Type.String()),
  }),
  search: [
    { name: 'title', type: 'string', path: 'title' },
    { name: 'color', type: 'token', path: 'color' },
    { name: 'about', type: 'reference', path: 'about.reference' },
    { name: 'written', type: 'date', path: 'written' },
  ],
})

const Account = defineResource({
  type: 'Account',
  schema: Type.Object({
    name: Type.Optional(Type.String()),
    secret: Type.Optional(Secret({ maxLength: 20 })),
    login: Type.Optional(
      Type.Object({ password: Type.Optional(Secret()), hint: Type.Optional(Type.String()) }),
    ),
  }),
})

const Fixed = defineResource({
  type: 'Fixed',
  schema: Type.Object({}),
  interactions: ['read', 'search-type'],
})

export const fixtureRegistry = createRegistry([Note, Account, Fixed])

/** `hash(x)`: enough to see that a value was hashed. */
export const fakeSecrets: Secrets = {
  hash: async (plain) => `hash(${plain})`,
  verify: async (hash, plain) => hash === `hash(${plain})`,
}

export interface Fixture<S extends Store = MemoryStore> {
  readonly store: S
  readonly written: Written[]
  readonly clock: { time: number }
  readonly perform: (id: string, operation: Partial<Operation>, conditions?: Conditions) => Promise<Outcome>
  readonly put: (
    type: string,
    resourceId: string,
    body: JsonObject,
    conditions?: Conditions,
  ) => Promise<Outcome>
  readonly get: (type: string, resourceId: string, conditions?: Conditions) => Promise<Outcome>
  readonly search: (text: string, conditions?: Conditions) => Promise<JsonObject>
}

export function createFixture(parts?: Partial<Omit<EngineParts, 'store'>>): Fixture
export function createFixture<S extends Store>(parts: Partial<EngineParts> & { store: S }): Fixture<S>
export function createFixture(parts: Partial<EngineParts> = {}): Fixture {
  const clock = { time: Date.parse('2026-01-31T09:00:00.500Z') }
  const store = (parts.store ?? createMemoryStore(() => clock.time)) as MemoryStore
  const written: Written[] = []
  const engine = createEngine({
    registry: fixtureRegistry,
    access: undefined,
    secrets: fakeSecrets,
    clock: { now: () => clock.time },
    random: systemRandom,
    log: silentLog,
    baseUrl: 'http://fire.test',
    onWritten: async (one) => void written.push(one),
    ...parts,
    store,
  })
  const perform: Fixture['perform'] = (id, operation, conditions) =>
    engine.perform(null, { id, query: [], request, ...operation }, conditions)
  return {
    ...{ store, written, clock, perform },
    put: (type, resourceId, body, conditions) =>
      perform('FhirUpdate', { type, resourceId, body }, conditions),
    get: (type, resourceId, conditions) => perform('FhirRead', { type, resourceId }, conditions),
    async search(text, conditions) {
      const query = [...new URLSearchParams(text)]
      return (await perform('FhirSearch', { type: 'Note', query }, conditions)).value ?? {}
    },
  }
}

const request = {
  method: 'GET',
  scheme: 'http',
  path: '/',
  queryString: undefined,
  headers: new Headers(),
  remoteAddress: '127.0.0.1',
  requestId: 'test',
} as const

/** The AppError that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it was expected to fail')
}
