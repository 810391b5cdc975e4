/** Lists that have to agree: keywords with the validator, building blocks with what modules import and with the docs. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Ajv } from 'ajv'
import { buildingBlockNames } from '../../../src/schema/datatypes/building-blocks.ts'
import * as exported from '../../../src/schema/define-resource.ts'
import { fhirTypeNames } from '../../../src/schema/fhir-types.ts'
import { formats } from '../../../src/schema/formats.ts'
import { annotations, keywords, ownKeywords } from '../../../src/schema/keywords.ts'

const docs = readFileSync(new URL('../../../docs/schema-files.md', import.meta.url), 'utf8')

describe('keywords of schemas', () => {
  it('are those that the validator takes', () => {
    const taken = Object.keys(new Ajv().RULES.keywords)
    const ours = keywords.filter((one) => !annotations.includes(one) && !ownKeywords.includes(one))
    assert.deepEqual(
      ours.filter((one) => !taken.includes(one)),
      [],
    )
    const left = taken.filter((one) => !keywords.includes(one))
    // Of other drafts, and `id`, which the validator takes in order to refuse it.
    assert.deepEqual(left.sort(), ['$async', '$vocabulary', 'contentSchema', 'id'])
  })
})

describe('building blocks', () => {
  it('are the data types that modules import', () => {
    const functions = [
      'Element',
      'DomainResource',
      'AnyValue',
      'AnyObject',
      'OneOf',
      'Secret',
      'defineResource',
    ]
    const others = [...functions, 'Type', 'Meta']
    assert.deepEqual(
      Object.keys(exported)
        .filter((name) => !others.includes(name))
        .sort(),
      [...buildingBlockNames],
    )
  })
  it('and formats are all in docs/schema-files.md', () => {
    for (const name of [...buildingBlockNames, ...Object.keys(formats), ...ownKeywords])
      assert.ok(docs.includes(`\`${name}\``), name)
  })
  it('references know the 146 types of R4', () => assert.equal(new Set(fhirTypeNames).size, 146))
})
