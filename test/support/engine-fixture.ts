/** An engine over a real store that every test of a file gets empty, with a few types of its own and no plug-in. */
import { after } from 'node:test'
import { Type } from '@sinclair/typebox'
import type { Answer } from '../../src/engine/answers.ts'
import { createEngine, type Engine } from '../../src/engine/create-engine.ts'
import type { EngineParts } from '../../src/engine/engine-parts.ts'
import type { OneAtATime } from '../../src/engine/one-at-a-time.ts'
import type { Caller, Operation } from '../../src/engine/ports/access.ts'
import type { Records } from '../../src/engine/ports/records.ts'
import type { Secrets } from '../../src/engine/ports/secrets.ts'
import type { Store, Version } from '../../src/engine/ports/store.ts'
import type { Written } from '../../src/engine/ports/writes.ts'
import type { Conditions } from '../../src/engine/preconditions.ts'
import { parseJson } from '../../src/formats/json-text.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { AppError } from '../../src/kernel/errors.ts'
import type { JsonObject } from '../../src/kernel/json.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { createRegistry } from '../../src/schema/create-registry.ts'
import { defineResource, Reference, Secret } from '../../src/schema/define-resource.ts'
import { type ObservedStore, observeStore } from './observe-store.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'

const Note = defineResource({
  type: 'Note',
  schema: Type.Object({
    title: Type.Optional(Type.String()),
    color: Type.Optional(Type.Union([Type.Literal('red'), Type.Literal('blue')])),
    price: Type.Optional(Type.Number()),
    tags: Type.Optional(Type.Array(Type.String())),
    about: Type.Optional(Type.Array(Reference('Note', 'Person'))),
    parts: Type.Optional(
      Type.Array(Type.Object({ name: Type.Optional(Type.String()), price: Type.Optional(Type.Number()) })),
    ),
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

export interface FixtureParts extends Partial<Omit<EngineParts, 'store' | 'records'>> {
  /** What the engine gets in place of the store. */
  readonly replaceStore?: (store: Store) => Partial<Store>
}

/** Writers of one id do not wait for each other, as those on different servers do not. */
export const asOnSeveralServers: OneAtATime = (_name, work) => work()

/** What one caller can do. */
export interface Actions {
  readonly perform: (id: string, operation: Partial<Operation>, conditions?: Conditions) => Promise<Answer>
  readonly put: (
    type: string,
    resourceId: string,
    body: JsonObject,
    conditions?: Conditions,
  ) => Promise<Answer>
  readonly get: (type: string, resourceId: string, conditions?: Conditions) => Promise<Answer>
  readonly search: (text: string, conditions?: Conditions) => Promise<JsonObject>
}

/** Its own actions are those of nobody. */
export interface Fixture extends Actions {
  readonly store: ObservedStore
  readonly records: Records
  /** What the engine was made of. */
  readonly parts: EngineParts
  readonly written: Written[]
  /** Every version of every type as it is kept, secrets included, in the order of their numbers. */
  readonly versions: () => Promise<Version[]>
  readonly as: (caller: Caller) => Actions
}

let shared: Promise<TestStore> | undefined

/** At the top of a file: its tests share one store, which is closed after them. */
export function shareStore(): void {
  after(async () => {
    await (await shared)?.close()
    shared = undefined
  })
}

/** The versions of an empty store count from 1. */
export async function createFixture({ replaceStore, ...parts }: FixtureParts = {}): Promise<Fixture> {
  shared ??= openTestStore(fixtureRegistry.types)
  const { store: real, records, empty } = await shared
  await empty()
  const store = observeStore({ ...real, ...replaceStore?.(real) })
  const written: Written[] = []
  const all: EngineParts = {
    registry: fixtureRegistry,
    access: undefined,
    secrets: fakeSecrets,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    baseUrl: 'http://fire.test',
    listeners: [async (one) => void written.push(one)],
    ...parts,
    ...{ store, records },
  }
  const engine = createEngine(all)
  return {
    ...{ store, records, parts: all, written, versions: () => readVersions(real) },
    ...toActions(engine, null),
    as: (caller) => toActions(engine, caller),
  }
}

function toActions(engine: Engine, caller: Caller | null): Actions {
  const perform: Actions['perform'] = (id, operation, conditions) =>
    engine.perform(caller, { id, query: [], request, ...operation }, conditions)
  return {
    perform,
    put: (type, resourceId, body, conditions) =>
      perform('FhirUpdate', { type, resourceId, body }, conditions),
    get: (type, resourceId, conditions) => perform('FhirRead', { type, resourceId }, conditions),
    async search(text, conditions) {
      const query = [...new URLSearchParams(text)]
      return documentOf(await perform('FhirSearch', { type: 'Note', query }, conditions))
    },
  }
}

/** What an answer says, with the digits of its numbers. */
export function documentOf({ text, value }: Answer): JsonObject {
  return text === undefined ? (value ?? {}) : (parseJson(text, 128) as JsonObject)
}

async function readVersions(store: Store): Promise<Version[]> {
  const pages = await Promise.all(
    fixtureRegistry.types.map(({ type }) => store.history({ type, count: 1000 })),
  )
  return pages
    .flatMap(({ versions }) => versions)
    .sort((one, other) => Number(one.versionId) - Number(other.versionId))
}

export const request = {
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
