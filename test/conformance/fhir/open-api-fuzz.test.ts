/** The OpenAPI document says what the server takes: made-up bodies and parameters are accepted where it says so, and only there. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import patient from '../../../schemas/Patient.ts'
import { Role } from '../../../src/directory/Role.ts'
import { User } from '../../../src/directory/User.ts'
import type { JsonObject, JsonValue } from '../../../src/kernel/json.ts'
import { Client } from '../../../src/oauth/resources/Client.ts'
import { Grant } from '../../../src/oauth/resources/Grant.ts'
import { AccessPolicy } from '../../../src/policies/resources/AccessPolicy.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { formats } from '../../../src/schema/formats.ts'
import { bePatient } from '../../support/patience.ts'
import { createChoices } from '../../support/random-choices.ts'
import { drawValue, spoil } from '../../support/schema-values.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

const seed = 20_261_126
const bodiesOfType = 20

/** The types without what a schema cannot say: rules between fields, and of what is stored. */
const withoutRules = createRegistry(
  [Client, User, Role, Grant, AccessPolicy, patient].map(({ check: _check, ...definition }) => definition),
)

/** As the server reads a body: empty objects and lists are left out. */
function tidy(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const list = value.map(tidy).filter((item) => item !== undefined)
    return list.length === 0 ? undefined : list
  }
  const members = Object.entries(value).map(([name, member]) => [name, tidy(member)] as const)
  const kept = members.filter(([, member]) => member !== undefined)
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** Whether it is a rule that refuses the body, and not the schema. Targets of references stand in `x-reference`. */
function isByRule(name: string, body: JsonObject): boolean {
  const type = withoutRules.get(name)
  const issues = type?.validate(type.normalise({ ...body, resourceType: name })) ?? []
  return issues.every(({ message }) => message.startsWith('may point to'))
}

describe('the OpenAPI document and the server agree', () => {
  let app: TestApp
  let document: JsonObject & {
    paths: Record<string, JsonObject>
    components: Record<string, Record<string, JsonObject>>
  }
  let ajv: Ajv2020
  const headers = { authorization: basic('root', rootSecret), 'content-type': 'application/json' }
  before(async () => {
    app = await openTestApp()
    document = (await app.root('GET', '/openapi.json')) as typeof document
    ajv = new Ajv2020({ strict: false, logger: false, formats, ownProperties: true })
    ajv.addSchema({ $id: 'https://document.test/', components: document.components })
  })
  after(() => app.close())

  const resolve = (reference: string) =>
    reference
      .split('/')
      .slice(1)
      .reduce<JsonValue>((value, name) => (value as JsonObject)[name] ?? {}, document) as JsonObject
  const compiled = new Map<string, (value: unknown) => boolean>()
  const fits = (schema: JsonObject, value: JsonValue) => {
    const text = JSON.stringify(schema)
    const absolute = text.replaceAll('"#/components/', '"https://document.test/#/components/')
    const check = compiled.get(text) ?? ajv.compile(JSON.parse(absolute) as JsonObject)
    compiled.set(text, check)
    return check(value)
  }

  it('about bodies', async () => {
    const choices = createChoices(seed)
    const drawing = { choices, resolve, fits }
    const differences: string[] = []
    const counts = { accepted: 0, refused: 0, byRule: 0 }
    const types = Object.keys(document.paths).flatMap(
      (path) => /^\/([A-Z]\w+)\/\{id\}$/.exec(path)?.[1] ?? [],
    )
    for (const type of types.filter((one) => document.paths[`/${one}/{id}`]?.put !== undefined)) {
      const schema = resolve(`#/components/schemas/${type}`)
      for (let at = 0; at < bodiesOfType; at += 1) {
        const {
          resourceType: _type,
          id: _id,
          meta: _meta,
          ...drawn
        } = (drawValue(schema, drawing) ?? {}) as JsonObject
        const body = at % 2 === 0 || Object.keys(drawn).length === 0 ? drawn : spoil(drawn, choices)
        const response = await app.fetch(`/${type}/fuzz-${at}`, {
          method: 'PUT',
          headers,
          body: JSON.stringify(body),
        })
        const answer = await response.text()
        const isFit = fits({ $ref: `#/components/schemas/${type}` }, tidy(body) ?? {})
        if (response.ok && !fits({ $ref: `#/components/schemas/${type}.stored` }, JSON.parse(answer)))
          differences.push(`${type}: the answer is not as described: ${answer.slice(0, 400)}`)
        if (isFit === response.ok) counts[response.ok ? 'accepted' : 'refused'] += 1
        else if (isFit && isByRule(type, body)) counts.byRule += 1
        else
          differences.push(
            `${type} ${isFit ? 'fits' : 'does not fit'}, answered ${response.status}: ${JSON.stringify(body).slice(0, 300)} ${answer.slice(0, 400)}`,
          )
      }
    }
    assert.deepEqual(differences, [])
    assert.ok(counts.accepted > 30 && counts.refused > 20, JSON.stringify(counts))
  })

  it('about parameters', async () => {
    await app.root('PUT', '/Patient/p', {})
    const differences: string[] = []
    const values = [
      '1',
      '0',
      '-1',
      '1.5',
      'x',
      'true',
      'false',
      'count',
      'accurate',
      'json',
      'yaml',
      'application/json',
      '2024-03-14T10:00:00Z',
    ]
    for (const path of ['/Patient', '/Patient/{id}', '/Patient/{id}/_history']) {
      const { get } = document.paths[path] as { get: { parameters: JsonObject[] } }
      for (const one of get.parameters) {
        const parameter = typeof one.$ref === 'string' ? resolve(one.$ref) : one
        const schema = parameter.schema as JsonObject
        if (parameter.in !== 'query' || schema.type === 'array') continue
        for (const value of values) {
          const typed =
            schema.type === 'integer' && /^-?\d+(\.\d+)?$/.test(value)
              ? Number(value)
              : schema.type === 'boolean' && /^(true|false)$/.test(value)
                ? value === 'true'
                : value
          const response = await app.fetch(
            `${path.replace('{id}', 'p')}?${parameter.name}=${encodeURIComponent(value)}`,
            { headers },
          )
          await response.text()
          if (fits(schema, typed) !== response.ok)
            differences.push(`${path} ${parameter.name}=${value}: ${response.status}`)
        }
      }
    }
    assert.deepEqual(differences, [])
  })
})
