import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type App, createApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { decide } from '../../../src/engine/authorize.ts'
import { createLimits } from '../../../src/engine/limits.ts'
import { engineOperations, systemOperations } from '../../../src/engine/operations.ts'
import type { Caller, Operation, RequestSnapshot } from '../../../src/engine/ports/access.ts'
import { unbuiltOperations } from '../../../src/engine/ports/unbuilt-operations.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import type { Plugin } from '../../../src/plugin.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl } from '../../support/test-app.ts'
import { openTestDatabase, type TestDatabase } from '../../support/test-database.ts'
import { touch } from './touch-operation.ts'

await bePatient()

describe('a made-up operation, one row and one file', () => {
  let app: App
  let database: TestDatabase
  const seen: Operation[] = []
  const everything: Plugin = {
    name: 'everything',
    resources: [],
    start: async () => ({
      access: {
        decide(_caller, operation) {
          seen.push(operation)
          return { allowed: true }
        },
      },
      stop: async () => {},
    }),
  }

  before(async () => {
    database = await openTestDatabase()
    const config = readConfig({ BASE_URL: baseUrl, DATA_DIR: 'memory://', ...database.env })
    const operations = [...engineOperations, touch]
    app = await createApp(config, { plugins: [everything], operations, log: silentLog })
  })
  after(async () => {
    await app.close()
    await database.drop()
  })

  const send = (method: string, path: string) => app.fetch(new Request(baseUrl + path, { method }))
  const read = async (path: string) => (await (await send('GET', path)).json()) as never

  it('has a route, also under /fhir, and is what the access sees', async () => {
    for (const path of ['/Patient/p1', '/fhir/Patient/p1']) {
      seen.length = 0
      const response = await send('PATCH', path)
      assert.deepEqual(await response.json(), { resourceType: 'Patient', id: 'p1', touched: true })
      assert.deepEqual(
        seen.map(({ id, type, resourceId }) => [id, type, resourceId]),
        [['FhirTouch', 'Patient', 'p1']],
      )
    }
  })

  it('is in Allow, of OPTIONS and of 405', async () => {
    for (const method of ['OPTIONS', 'POST']) {
      const { headers } = await send(method, '/Patient/p1')
      assert.equal(headers.get('allow'), 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS')
    }
    assert.equal((await send('OPTIONS', '/Patient')).headers.get('allow'), 'GET, HEAD, POST, OPTIONS')
  })

  it('is in the CapabilityStatement', async () => {
    const { rest }: { rest: { resource: { type: string; interaction: { code: string }[] }[] }[] } =
      await read('/metadata')
    const patient = rest[0]?.resource.find(({ type }) => type === 'Patient')
    assert.deepEqual(patient?.interaction.at(-1), { code: 'patch' })
  })

  it('is in the OpenAPI document', async () => {
    const { paths }: { paths: Record<string, Record<string, Record<string, unknown>>> } =
      await read('/openapi.json')
    const { operationId, summary, responses } = paths['/Patient/{id}']?.patch ?? {}
    assert.deepEqual([operationId, summary], ['patch-Patient', 'Touches a Patient'])
    assert.ok(Object.keys(responses as object).includes('412'))
  })

  it('is in GET /Operation', async () => {
    const { description }: { description: string } = await read('/Operation/FhirTouch')
    assert.equal(description, 'Touches a resource')
  })

  it('needs the letters of its row', async () => {
    const allowed = { decide: () => ({ allowed: true }) as const }
    const isWithinLimits = createLimits([...engineOperations, touch])
    const operation = { id: 'FhirTouch', type: 'Patient', query: [], request: {} as RequestSnapshot }
    const rows = [
      ['user/Patient.ud', true],
      ['user/*.*', true],
      ['user/Patient.u', false],
      ['user/Patient.cr', false],
      ['user/Observation.ud', false],
    ] as const
    for (const [scope, expected] of rows) {
      const caller: Caller = { name: 'Client/c', roles: [], actsForUserAlone: false, limitedTo: [scope] }
      const decision = await decide(allowed, caller, operation, isWithinLimits)
      assert.equal(decision.allowed, expected, scope)
    }
  })
})

describe('the operations', () => {
  it('have a name each', () => {
    const ids = [...engineOperations, ...systemOperations, ...unbuiltOperations].map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
  })

  it('have a place of their own each', () => {
    const places = engineOperations.map(({ method, place }) => `${method} ${place}`)
    assert.equal(new Set(places).size, places.length)
  })
})
