import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { toCapabilityStatement } from '../../../src/documents/capability-statement.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import type { ResourceDefinition } from '../../../src/schema/resource-definition.ts'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

interface Rest {
  readonly mode: string
  readonly security?: JsonObject
  readonly resource?: readonly (JsonObject & { readonly type: string })[]
}

const startedAt = Date.UTC(2026, 0, 31, 9)
const schema = Type.Object({ title: Type.Optional(Type.String()), on: Type.Optional(Type.String()) })

function stateOf(definitions: readonly ResourceDefinition[], security?: JsonObject) {
  const plugins = [{ stop: async () => {} }, { stop: async () => {}, ...(security && { security }) }]
  const registry = createRegistry(definitions)
  const statement = toCapabilityStatement({ registry, baseUrl: 'https://a.example', plugins, startedAt })
  return { statement, rest: (statement.rest as unknown as Rest[])[0] as Rest }
}

describe('the capability statement', () => {
  it('says what the server is', () => {
    const { statement, rest } = stateOf([{ type: 'Note', schema }])
    assert.deepEqual(
      [statement.status, statement.kind, statement.fhirVersion, statement.date, rest.mode],
      ['active', 'instance', '4.0.1', '2026-01-31T09:00:00.000Z', 'server'],
    )
    assert.equal((statement.implementation as JsonObject).url, 'https://a.example')
    assert.deepEqual(statement.format, [
      ...['json', 'application/json', 'application/fhir+json'],
      ...['text/yaml', 'application/yaml', 'application/x-yaml'],
    ])
  })

  it('claims of a type what is offered, and no more', () => {
    const { rest } = stateOf([
      {
        ...{ type: 'Note', description: 'A note', schema },
        search: [
          { name: 'title', type: 'string', path: 'title', description: 'Of the note' },
          { name: 'on', type: 'date', path: 'on' },
          { name: 'at', type: 'date', path: 'meta.createdAt' },
        ],
      },
    ])
    assert.deepEqual(rest.resource?.[0], {
      type: 'Note',
      documentation: 'A note',
      interaction: ['read', 'vread', 'update', 'delete', 'history-instance', 'create', 'search-type'].map(
        (code) => ({ code }),
      ),
      versioning: 'versioned',
      readHistory: true,
      updateCreate: true,
      conditionalCreate: false,
      conditionalRead: 'full-support',
      conditionalUpdate: false,
      conditionalDelete: 'not-supported',
      searchParam: [
        { name: '_id', type: 'token', documentation: 'Logical ids, separated by commas' },
        { name: '_lastUpdated', type: 'date', documentation: 'When the resource was written last' },
        { name: 'title', type: 'string', documentation: 'Of the note' },
        { name: 'on', type: 'date', documentation: 'Searches by on' },
        { name: 'at', type: 'date', documentation: 'Searches by meta.createdAt (not for _sort)' },
      ],
    })
  })

  it('claims no versions without a history, and no search where none is offered', () => {
    const { rest } = stateOf([
      { ...{ type: 'Mark', schema, history: false, interactions: ['create', 'vread'] } },
    ])
    const { versioning, readHistory, updateCreate, conditionalRead, interaction, searchParam } = (rest
      .resource?.[0] ?? {}) as JsonObject
    assert.deepEqual(
      { versioning, readHistory, updateCreate, conditionalRead, interaction, searchParam },
      {
        ...{ versioning: 'no-version', readHistory: false, updateCreate: false },
        ...{ conditionalRead: 'not-supported', interaction: [{ code: 'create' }], searchParam: undefined },
      },
    )
  })

  it('has no empty lists, and the security of the plug-in that describes it', () => {
    assert.deepEqual(stateOf([]).rest, { mode: 'server' })
    assert.deepEqual(stateOf([], { cors: true }).rest, { mode: 'server', security: { cors: true } })
  })
})

describe('the capability statement of the server', () => {
  let app: TestApp
  let rest: Rest
  const headers = { authorization: basic('root', rootSecret) }
  before(async () => {
    app = await openTestApp()
    rest = ((await app.root('GET', '/metadata')).rest as Rest[])[0] as Rest
  })
  after(() => app.close())

  const values: Record<string, string> = { token: 'true', date: '2026', number: '1', quantity: '1' }

  it('is right about every search parameter', async () => {
    for (const { type, searchParam = [] } of rest.resource ?? []) {
      for (const parameter of searchParam as unknown as readonly { name: string; type: string }[]) {
        const value = values[parameter.type] ?? 'x'
        const response = await app.fetch(`/${type}?${parameter.name}=${value}`, {
          headers: { ...headers, prefer: 'handling=strict' },
        })
        assert.equal(response.status, 200, `${type}?${parameter.name}: ${await response.text()}`)
      }
    }
  })

  it('is right about conditional interactions', async () => {
    const read = await app.fetch('/Client/root', { headers: { ...headers, 'if-none-match': '*' } })
    assert.equal(read.status, 304)
    const init = {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"resourceType":"Client"}',
    }
    const create = await app.fetch('/Client', {
      ...init,
      method: 'POST',
      headers: { ...init.headers, 'if-none-exist': 'name=x' },
    })
    assert.equal(create.status, 501)
    assert.equal((await app.fetch('/Client?name=x', { ...init, method: 'PUT' })).status, 405)
    assert.equal((await app.fetch('/Client?name=x', { method: 'DELETE', headers })).status, 405)
  })
})
