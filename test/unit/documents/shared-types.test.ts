/** Data types stand in the document once, whatever their users say beside them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toOpenApi } from '../../../src/documents/open-api.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { baseUrl } from '../../support/test-app.ts'

type Schemas = Record<
  string,
  JsonObject & { readonly properties: Record<string, JsonObject>; readonly required?: string[] }
>

function schemasOf(types: Record<string, JsonObject>, required: string[] = []): Schemas {
  const definitions = Object.entries(types).map(([type, properties]) => ({
    ...{ type, schema: { type: 'object', properties, required } },
  }))
  const document = toOpenApi({ registry: createRegistry(definitions), baseUrl, plugins: [] })
  return (document.components as { schemas: Schemas }).schemas
}

describe('schemas of the document', () => {
  it('name data types instead of repeating them', () => {
    const { Ward, Identifier, Meta, ...others } = schemasOf({
      Ward: {
        code: { $ref: 'CodeableConcept', description: 'Of the plan' },
        of: { 'x-reference': ['Organization'] },
        names: { type: 'array', items: { $ref: 'HumanName' } },
        own: { type: 'object', properties: { text: { type: 'string' } } },
      },
    })
    const ref = (name: string) => `#/components/schemas/${name}`
    assert.deepEqual(Ward?.properties.code, { $ref: ref('CodeableConcept'), description: 'Of the plan' })
    assert.deepEqual(Ward?.properties.of, { $ref: ref('Reference'), 'x-reference': ['Organization'] })
    assert.deepEqual(Ward?.properties.names?.items, { $ref: ref('HumanName') })
    assert.deepEqual(Ward?.properties.meta, { $ref: ref('Meta') })
    assert.ok(Ward?.properties.own?.properties)
    assert.deepEqual(Identifier?.properties.type, { $ref: ref('CodeableConcept') })
    assert.ok(Meta && others.HumanName && others.Reference && others['Ward.stored'])
  })

  it('give way to a type of the same name', () => {
    const { Address, AddressType, User } = schemasOf({
      Address: { street: { type: 'string' } },
      User: { home: { $ref: 'Address' } },
    })
    assert.ok(Address?.properties.street && AddressType?.properties.postalCode)
    assert.deepEqual(User?.properties.home, { $ref: '#/components/schemas/AddressType' })
  })

  it('do not ask for what the path says and the server sets, and promise it in answers', () => {
    const schemas = schemasOf({ Ward: { name: { type: 'string' } } }, ['name'])
    assert.deepEqual(schemas.Ward?.required, ['name'])
    assert.equal(schemasOf({ Ward: {} }).Ward?.required, undefined)
    assert.deepEqual(schemas.StoredResource?.required, ['resourceType', 'id', 'meta'])
    const stored = { $ref: '#/components/schemas/StoredResource' }
    assert.deepEqual(schemas['Ward.stored']?.allOf, [{ $ref: '#/components/schemas/Ward' }, stored])
  })
})
