import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '../../../src/kernel/json.ts'
import {
  AnyObject,
  AnyValue,
  DomainResource,
  defineResource,
  HumanName,
  Reference,
  type ResourceDefinition,
  type ResourceOf,
} from '../../../src/schema/define-resource.ts'

const Lamp = defineResource({
  type: 'Lamp',
  schema: Type.Object({
    state: Type.Union([Type.Literal('on'), Type.Literal('off')]),
    room: Type.Optional(Reference('Room')),
    details: Type.Optional(AnyObject()),
    context: Type.Optional(AnyValue()),
  }),
})

describe('the type of a document', () => {
  it('follows from the schema of its definition', () => {
    const lamp: ResourceOf<typeof Lamp> = { resourceType: 'Lamp', state: 'on', meta: { versionId: '1' } }
    const state: 'on' | 'off' = lamp.state
    assert.equal(state, 'on')
    // @ts-expect-error: not one of the states
    const wrong: ResourceOf<typeof Lamp> = { resourceType: 'Lamp', state: 'broken' }
    assert.ok(wrong)
  })

  it('has the fields of data types, those that all share included', () => {
    const Person = defineResource({ type: 'Person', schema: DomainResource({ name: Type.Array(HumanName) }) })
    const person: ResourceOf<typeof Person> = {
      resourceType: 'Person',
      language: 'de',
      name: [{ id: 'n', use: 'usual', given: ['Ann'] }],
    }
    const given: string | undefined = person.name[0]?.given?.[0]
    assert.equal(given, 'Ann')
    // @ts-expect-error: not one of the codes
    const use: 'other' | undefined = person.name[0]?.use
    assert.ok(use)
  })

  it('is one of JSON, and of any document where the schema is not known', () => {
    const lamp: ResourceOf<typeof Lamp> = {
      resourceType: 'Lamp',
      state: 'off',
      room: { reference: 'Room/1' },
    }
    const plain: JsonObject = lamp
    const unknown: ResourceOf<ResourceDefinition> = plain
    const list: readonly ResourceDefinition[] = [Lamp]
    assert.equal(unknown.state, 'off')
    assert.equal(list[0]?.type, 'Lamp')
  })
})
