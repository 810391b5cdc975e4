/** A schema file alone makes a type that works; a broken one stops the start. The real process on Bun and on Deno. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bearer, getTokens, putClient, putUser } from '../support/code-flow.ts'
import { bePatient } from '../support/patience.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, runToItsEnd, startServer } from '../support/start-server.ts'

await bePatient()

const device = `
type: Device
schema:
  type: object
  required: [model]
  properties:
    model: { type: string, minLength: 1, maxLength: 100 }
    owner: { $ref: '#/definitions/Reference' }
    active: { type: boolean }
  definitions:
    Reference:
      type: object
      properties: { reference: { type: string, maxLength: 2048 } }
search:
  - { name: model, type: string, path: model }
  - { name: active, type: token, path: active }
  - { name: owner, type: reference, path: owner }
`

const noStack = /^\s+at /m

for (const runtime of ['bun', 'deno'] as const) {
  describe(`schema files, server on ${runtime}`, () => {
    let folder = ''
    let server: RunningServer
    let app: RemoteApp

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'firekeep-schema-'))
      await mkdir(join(folder, 'schemas'))
      await writeFile(join(folder, 'schemas', 'Device.yaml'), device)
      server = await startServer({ runtime, cwd: folder })
      app = toRemoteApp([server])
    })
    after(async () => {
      await server?.stop()
      await rm(folder, { recursive: true, force: true })
    })

    it('the type is created, checked, searched and kept in versions', async () => {
      const created = await app.root('POST', '/Device', { model: 'Thermometer', active: true }, 201)
      await app.root('PUT', '/Device/scale', {
        model: 'Scale',
        active: false,
        owner: { reference: 'User/ann' },
      })
      const ids = async (query: string) => {
        const { entry = [] } = (await app.root('GET', `/Device?${query}`)) as { entry?: Found[] }
        return entry.map(({ resource }) => resource.id)
      }
      assert.deepEqual(await ids('model=therm'), [created.id])
      assert.deepEqual(await ids('active=false'), ['scale'])
      assert.deepEqual(await ids('owner=User/ann'), ['scale'])
      assert.deepEqual(await ids('model=nothing'), [])
      await app.root('PUT', '/Device/scale', { model: 'Better scale' }, 200)
      assert.equal((await app.root('GET', '/Device/scale/_history')).total, 2)
      const problems = await app.root('PUT', '/Device/bad', { model: 7, colour: 'red' }, 422)
      const places = (problems.issue as { expression?: string[] }[]).flatMap(
        ({ expression = [] }) => expression,
      )
      assert.deepEqual(places.sort(), ['Device.colour', 'Device.model'])
      await app.root('GET', '/Device/bad', undefined, 404)
      const { rest } = (await app.root('GET', '/metadata')) as { rest: { resource: { type: string }[] }[] }
      assert.ok(rest[0]?.resource.some(({ type }) => type === 'Device'))
    })

    it('policies decide about it', async () => {
      await putClient(app, 'webapp')
      await putUser(app, 'ann')
      const { access_token } = await getTokens(app, 'webapp', 'ann')
      const statusOf = async (path: string) => {
        const response = await app.fetch(path, { headers: bearer(access_token) })
        await response.text()
        return response.status
      }
      await app.root('PUT', '/Device/one', { model: 'One' })
      assert.equal(await statusOf('/Device/one'), 403)
      await app.root('PUT', '/AccessPolicy/devices', {
        engine: 'matcho',
        link: [{ reference: 'User/ann' }],
        matcho: { 'request-method': 'get', params: { 'resource/type': 'Device' } },
      })
      assert.equal(await statusOf('/Device/one'), 200)
      assert.equal(await statusOf('/User/ann'), 403)
    })

    const broken: [what: string, file: string, content: string, says: RegExp][] = [
      ['YAML that cannot be read', 'A.yaml', 'type: [A\nschema: x', /A\.yaml: .*line \d/],
      ['a definition without a schema', 'B.yaml', 'type: B', /B\.yaml: .*schema/],
      ['a bad JSON Schema', 'C.json', '{"type":"C","schema":{"type":"objekt"}}', /C\.json: /],
      ['a module that throws', 'D.ts', "throw new Error('no moon tonight')", /D\.ts: no moon tonight/],
      ['a module without a definition', 'E.ts', 'export const type = 1', /E\.ts: .*default export/],
      ['a module with a mistake', 'F.ts', 'export default {{', /F\.ts: .+/],
      [
        'a type of the server',
        'User.yaml',
        device.replace('type: Device', 'type: User'),
        /User\.yaml: type User is already/,
      ],
    ]
    it('broken ones stop the start, all of them named with a reason and without a stack', async () => {
      const schemas = join(folder, 'broken')
      await mkdir(schemas)
      for (const [, file, content] of broken) await writeFile(join(schemas, file), content)
      const { code, logs } = await runToItsEnd({ runtime, env: { SCHEMA_DIR: schemas } })
      assert.equal(code, 1, logs)
      for (const [what, , , says] of broken) assert.match(logs, says, what)
      assert.doesNotMatch(logs, noStack)
      assert.doesNotMatch(logs, /"ready"/)
    })
  })
}

interface Found {
  readonly resource: { readonly id: string }
}
