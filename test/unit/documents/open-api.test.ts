import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { toComponentSchema } from '../../../src/documents/open-api/component-schema.ts'
import { toOpenApi } from '../../../src/documents/open-api.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, basic } from '../../support/test-app.ts'
import { type Document, listDescribed, openDescribedApp, operationsOf } from './described-app.ts'

await bePatient()

/** Every object of the document with its place. */
function* objectsOf(value: unknown, place = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [place, value as Record<string, unknown>]
  for (const [name, child] of Object.entries(value)) yield* objectsOf(child, `${place}/${name}`)
}

function resolve(document: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1)
  return names.reduce<unknown>(
    (value, name) =>
      (value as JsonObject | undefined)?.[
        decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
      ],
    document,
  )
}

function findOperation({ paths }: Document, method: string, path: string) {
  return operationsOf(paths[path] ?? {}).find(([name]) => name === method.toLowerCase())?.[1]
}

describe('the OpenAPI document of the server', () => {
  let server: Awaited<ReturnType<typeof openDescribedApp>>
  let document: Document
  before(async () => {
    server = await openDescribedApp()
    document = server.document
  })
  after(() => server.close())

  /** What OPTIONS says of every path. */
  async function listServed(): Promise<string[]> {
    const served = server.patterns.map(async (path) => {
      const response = await server.fetch(path.replaceAll(/:\w+/g, '1'), { method: 'OPTIONS' })
      assert.equal(response.status, 204, path)
      const methods = (response.headers.get('allow') ?? '').split(', ')
      const named = path.replaceAll(/:(\w+)/g, '{$1}')
      return methods.filter((one) => !['HEAD', 'OPTIONS'].includes(one)).map((one) => `${one} ${named}`)
    })
    return (await Promise.all(served)).flat()
  }

  it('has every path and method that is served, and no other', async () => {
    const refused: string[] = []
    for (const path of ['/', '/fhir']) {
      // What is not built is told to who might do it.
      assert.equal((await server.fetch(path, { method: 'POST' })).status, 401)
      refused.push(`POST ${path}`)
    }
    const served = (await listServed()).filter((one) => !refused.includes(one))
    assert.ok(served.includes('DELETE /Session') && served.includes('PUT /fhir/Patient/{id}'))
    assert.deepEqual(listDescribed(document).sort(), [...new Set(served)].sort())
  })

  it('is OpenAPI 3.1 whose references resolve', () => {
    assert.match(document.openapi, /^3\.1\./)
    let count = 0
    for (const [place, { $ref }] of objectsOf(document)) {
      if (typeof $ref !== 'string') continue
      count += 1
      assert.notEqual(resolve(document, $ref), undefined, `${place}: ${$ref}`)
    }
    assert.ok(count > 100)
  })

  it('declares what each path names, once, and gives each operation its own id', () => {
    const ids = new Set<string>()
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of operationsOf(item)) {
        assert.ok(!ids.has(operation.operationId), operation.operationId)
        ids.add(operation.operationId)
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
          typeof one.$ref === 'string' ? (resolve(document, one.$ref) as JsonObject) : one,
        )
        const keys = parameters.map((one) => `${one.in} ${one.name}`)
        assert.equal(new Set(keys).size, keys.length, `${method} ${path}: ${keys}`)
        const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => `path ${match[1]}`)
        assert.deepEqual(keys.filter((key) => key.startsWith('path ')).sort(), named.sort())
        assert.ok(Object.keys(operation.responses).length > 0)
      }
    }
  })

  it('describes types as they are: their examples are valid, and a wrong one is not', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false })
    ajv.addSchema({ $id: 'https://document.test/', components: document.components })
    for (const { type, examples } of server.registry.types) {
      const validate = ajv.compile({ $ref: `https://document.test/#/components/schemas/${type}` })
      for (const example of examples)
        assert.ok(validate(example), `${type}: ${ajv.errorsText(validate.errors)}`)
      assert.ok(!validate({ resourceType: type, noSuchElement: 1, id: '/' }), type)
    }
  })

  it('marks secrets as write-only', () => {
    const { schemas = {} } = document.components
    const paths = server.registry.types.flatMap(({ type, secretPaths }) =>
      secretPaths.map((path) => `#/${type}/properties/${path.join('/properties/')}`),
    )
    assert.ok(paths.includes('#/Client/properties/secret') && paths.includes('#/User/properties/password'))
    for (const path of paths) {
      assert.equal((resolve(schemas, path) as JsonObject | undefined)?.writeOnly, true, path)
    }
    assert.ok(!JSON.stringify(document).includes('"x-secret"'))
  })

  it('says how to authenticate, with the real URLs', () => {
    const { bearer, basic: httpBasic, oauth2 } = document.components.securitySchemes ?? {}
    assert.deepEqual([bearer?.scheme, httpBasic?.scheme], ['bearer', 'basic'])
    const { authorizationCode } = (oauth2?.flows ?? {}) as Record<string, JsonObject>
    assert.equal(authorizationCode?.authorizationUrl, `${baseUrl}/auth/authorize`)
    assert.equal(authorizationCode?.tokenUrl, `${baseUrl}/auth/token`)
    assert.deepEqual(document.security, [{ bearer: [] }, { basic: [] }, { oauth2: [] }, {}])
  })

  it('lists the statuses and media types that are answered', async () => {
    const json = { ...server.root, 'content-type': 'application/json' }
    const client = '{"resourceType":"Client","id":"one"}'
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const stranger = { authorization: basic('one', 'wrong') }
    const rows: readonly (readonly [string, string, number, Record<string, string>, string?, string?])[] = [
      ['PUT', '/Client/{id}', 201, json, client],
      ['PUT', '/Client/{id}', 200, json, client],
      ['PUT', '/Client/{id}', 412, { ...json, 'if-match': 'W/"1"' }, client],
      ['PUT', '/Client/{id}', 422, json, '{"resourceType":"Client","nosuch":1}'],
      ['PUT', '/Client/{id}', 400, json, '{'],
      ['PUT', '/Client/{id}', 415, { ...json, 'content-type': 'text/csv' }, client],
      ['PUT', '/Client/{id}', 413, json, `"${'x'.repeat(9_000_000)}"`],
      ['POST', '/Client', 409, json, client],
      ['POST', '/Client', 201, { ...json, prefer: 'return=OperationOutcome' }, '{"resourceType":"Client"}'],
      ['GET', '/Client/{id}', 200, { ...server.root, accept: 'application/fhir+json' }],
      ['GET', '/Client/{id}', 304, { ...server.root, 'if-none-match': '*' }],
      ['GET', '/Client/{id}', 406, { ...server.root, accept: 'text/csv' }],
      ['GET', '/Client/{id}', 401, {}],
      ['GET', '/Client/{id}', 401, stranger],
      ['GET', '/Client/{id}/_history', 200, { ...server.root, accept: 'text/yaml' }],
      ['GET', '/Client/{id}/_history/{versionId}', 404, server.root],
      ['GET', '/Client', 200, server.root, undefined, '?_count=1&_total=accurate&_summary=false&_id=one'],
      ['GET', '/Client', 400, server.root, undefined, '?_total=some'],
      ['DELETE', '/Client/{id}', 200, server.root],
      ['DELETE', '/Client/{id}', 204, server.root],
      ['GET', '/Client/{id}', 410, server.root],
      ['DELETE', '/Session', 401, {}],
      ['POST', '/$matcho', 200, json, '{"matcho":{"a":1},"resource":{"a":2}}'],
      ['POST', '/$matcho', 422, json, '{"matcho":{"$nosuch":1}}'],
      ['POST', '/auth/test-policy', 401, { 'content-type': 'application/json' }, '{}'],
      ['GET', '/auth/authorize', 400, {}],
      ['POST', '/auth/authorize', 303, form, 'client_id=root'],
      ['POST', '/auth/login', 403, form, 'username=a&password=b'],
      ['GET', '/auth/logout', 200, {}],
      ['POST', '/auth/token', 400, form, 'grant_type=nosuch'],
      ['POST', '/auth/token', 401, form, 'grant_type=code'],
      ['POST', '/auth/token', 200, { ...server.root, ...form }, 'grant_type=client_credentials'],
      ['POST', '/auth/introspect', 200, { ...server.root, ...form }, 'token=x'],
      ['POST', '/auth/revoke', 400, { ...server.root, ...form }, ''],
      ['GET', '/auth/userinfo', 401, {}],
      ['GET', '/.well-known/jwks.json', 200, {}],
      ['GET', '/metadata', 200, { accept: 'application/x-yaml' }],
      ['GET', '/health', 200, {}],
    ]
    for (const [method, path, status, headers, body, query = ''] of rows) {
      const url = path.replace('{id}', 'one').replace('{versionId}', '1') + query
      const response = await server.fetch(url, { method, headers, ...(body !== undefined && { body }) })
      const text = await response.text()
      const what = `${method} ${url} ${status}`
      assert.equal(response.status, status, `${what}: ${text.slice(0, 300)}`)
      const described = findOperation(document, method, path)?.responses[String(status)]
      assert.ok(described, `${what} is not described`)
      const answer = typeof described.$ref === 'string' ? resolve(document, described.$ref) : described
      const mediaType = response.headers.get('content-type')?.split(';')[0]
      const content = (answer as JsonObject).content as JsonObject | undefined
      if (text !== '') assert.ok(content?.[mediaType ?? ''], `${what}: ${mediaType} is not described`)
      else assert.ok(content === undefined, `${what}: a body is described`)
    }
  })

  it('lists search parameters that are searched by', () => {
    const names = (document.paths['/Client']?.get?.parameters ?? []).map((one) => one.name ?? one.$ref)
    const shared = ['_count', '_total', '_summary', '_format', '_pretty', 'preferHandling']
    assert.deepEqual(names, [
      ...['name', 'active', 'grant-type', 'first-party'],
      ...['#/components/parameters/_id', '#/components/parameters/_lastUpdated', '_sort'],
      ...shared.map((name) => `#/components/parameters/${name}`),
    ])
  })
})

describe('the OpenAPI document', () => {
  it('has no way to authenticate without a plug-in, and every parameter that can be searched by', () => {
    const registry = createRegistry([
      {
        ...{ type: 'Note', schema: Type.Object({ on: Type.Optional(Type.String()) }), history: false },
        search: [{ name: 'on', type: 'date', path: 'on' }],
      },
    ])
    const document = toOpenApi({ registry, baseUrl, plugins: [] }) as unknown as Document
    assert.equal(document.security, undefined)
    assert.equal(document.components.securitySchemes, undefined)
    assert.deepEqual(
      Object.keys(document.paths).filter((path) => path.startsWith('/Note') || path.startsWith('/auth')),
      ['/Note', '/Note/{id}'],
    )
    assert.ok(document.paths['/Note']?.get?.parameters?.some(({ name }) => name === 'on'))
  })

  it('turns only schemas, not what looks like one', () => {
    const jsonSchema = {
      $id: 'https://note.test/schema',
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: {
        $ref: { type: 'string', 'x-secret': true },
        self: { $ref: '#' },
        full: { $ref: 'https://note.test/schema#/definitions/A~1b' },
        other: { $ref: 'https://elsewhere.test/schema' },
        pair: { items: [{ $ref: '#/definitions/A~1b' }, true], additionalItems: false },
        example: { const: { $ref: '#/definitions/none', 'x-secret': true } },
      },
      definitions: { 'A/b': { type: 'string' } },
    }
    assert.deepEqual(toComponentSchema({ type: 'Note', jsonSchema }), {
      properties: {
        $ref: { type: 'string', writeOnly: true },
        self: { $ref: '#/components/schemas/Note' },
        full: { $ref: '#/components/schemas/Note/definitions/A~1b' },
        other: { $ref: 'https://elsewhere.test/schema' },
        pair: {
          prefixItems: [{ $ref: '#/components/schemas/Note/definitions/A~1b' }, true],
          items: false,
        },
        example: { const: { $ref: '#/definitions/none', 'x-secret': true } },
      },
      definitions: { 'A/b': { type: 'string' } },
    })
  })
})
