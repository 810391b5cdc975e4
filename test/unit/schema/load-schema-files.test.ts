/** Schema files: all that are broken are named at once, with line and reason where there is one. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findLine } from '../../../src/formats/find-line.ts'
import { parseJson } from '../../../src/formats/json-text.ts'
import { parseYaml } from '../../../src/formats/yaml.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { importModule, listFiles, readTextFile } from '../../../src/runtime/files.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { loadSchemaFiles } from '../../../src/schema/load-schema-files.ts'
import type { ResourceDefinition } from '../../../src/schema/resource-definition.ts'

const schema = { type: 'object', properties: { a: { type: 'string' } } }

function load(files: Record<string, unknown>, taken: string[] = []) {
  const reader = {
    listFiles: async () => Object.keys(files),
    readTextFile: async (path: string) => String(files[path]),
    importModule: async (path: string) => {
      const module = files[path]
      if (module instanceof Error) throw module
      return module as Record<string, unknown>
    },
    parseJson,
    parseYaml,
    findLine,
  }
  return loadSchemaFiles('folder', reader, { takenTypes: taken, served: ['read', 'create'] })
}

describe('schema files', () => {
  it('are the examples of this repository', async () => {
    const folder = new URL('../../../schemas', import.meta.url).pathname
    const definitions = await loadSchemaFiles(folder, {
      listFiles,
      readTextFile,
      importModule,
      parseJson,
      parseYaml,
      findLine,
    })
    assert.deepEqual(
      definitions.map(({ type }) => type),
      ['Appointment', 'Patient'],
    )
    for (const type of createRegistry(definitions).types) {
      for (const example of type.examples) assert.deepEqual(type.validate(type.normalise(example)), [])
    }
  })
  it('may be modules, YAML and JSON; other files are passed over', async () => {
    const definitions = await load({
      'A.ts': { default: { type: 'A', schema } },
      'B.yaml': 'type: B\nschema: { type: object }',
      'C.json': '{"type":"C","schema":{"type":"object"}}',
      'README.md': 'text',
      'D.d.ts': 'declare',
    })
    assert.deepEqual(
      definitions.map(({ type }: ResourceDefinition) => type),
      ['A', 'B', 'C'],
    )
  })
  it('are all named when broken', async () => {
    const failed = load(
      {
        'A.yaml': 'type: A\n schema: x: y',
        'B.json': '{"type":"B",}',
        'C.ts': new Error('boom'),
        'D.ts': {},
        'E.json': '{"type":"E","schema":{"type":"object","requird":["a"]}}',
        'F.json': '{"type":"F","schema":{"type":"object","properties":{"a":{"$ref":"#/definitions/x"}}}}',
        'G.json': '{"type":"User","schema":{"type":"object"}}',
        'H.json': '{"type":"Good","schema":{"type":"object"}}',
        'I.json': '{"type":"GOOD","schema":{"type":"object"}}',
        'J.json': '[]',
      },
      ['User'],
    )
    const error = await failed.then(
      () => assert.fail('it was taken'),
      (thrown: AppError) => thrown,
    )
    assert.ok(error instanceof AppError)
    const expected = [
      /^A\.yaml: .*line 2/,
      /^B\.json: .*line 1/,
      /^C\.ts: boom/,
      /^D\.ts: .*default export/,
      /^E\.json: .*requird/,
      /^F\.json: .*definitions\/x/,
      /^J\.json: .*must be an object/,
      /^G\.json: type User is already defined/,
      /^I\.json: type GOOD is already defined by H\.json/,
    ]
    assert.deepEqual(error.issues?.length, expected.length)
    for (const [at, pattern] of expected.entries()) assert.match(error.issues?.[at]?.message ?? '', pattern)
  })
})

describe('a schema file is checked whole', () => {
  const broken = `type: Ward
description: A part of a hospital
history: maybe
serch: []
schema:
  type: object
  required: [name, bedz]
  properties:
    name: { type: strng, maxLenght: 100 }
    beds: { type: integer, minimum: none }
    head: { x-reference: [Usr, Patient, User] }
    day: { type: string, format: dat }
    kind: { $ref: CodeableConept }
    place: { $ref: "#/definitions/Adress" }
    code: { type: string, pattern: "[a" }
    pin: { type: string, x-secrt: true, x-secret: yes }
    list:
      type: array
      items:
        type: object
        required: [x]
        properties: { y: { type: string, minLenght: 1 } }
  definitions:
    Address: { type: object, properties: { city: { type: string } } }
interactions: [read, patch, creat]
search:
  - { name: name, type: strin, path: name }
`
  const wrongSearch = `type: Room
schema:
  type: object
  properties:
    ward: { x-reference: [Ward] }
    name: { type: array, items: { $ref: HumanName } }
    beds: { type: integer }
    more: { type: object, additionalProperties: true }
search:
  - { name: a, type: token, path: r.c }
  - { name: b, type: string, path: name.famly }
  - { name: c, type: reference, path: beds }
  - { name: d, type: string, path: "name.where(usage='x').family" }
  - { name: fine, type: string, path: "more.any.thing | name.given | meta.source" }
examples:
  - { beds: 3 }
  - { beds: many, ward: { reference: Patient/a } }
`
  const problemsOf = async (files: Record<string, unknown>) => {
    const error = await load(files, ['User']).then(
      () => assert.fail('it was taken'),
      (thrown: AppError) => thrown,
    )
    return error.issues?.map(({ message }) => message) ?? []
  }

  it('all problems at once, each with its line and what was probably meant', async () => {
    const expected = [
      /^Ward\.yaml: history \(line 3\): .*true or false/,
      /serch \(line 4\): unknown part `serch`; did you mean `search`\?/,
      /schema\.required \(line 7\): `bedz` is required, but not declared.*did you mean `beds`\?/,
      /schema\.properties\.name\.type \(line 9\): must be one of .*did you mean `string`\?/,
      /schema\.properties\.name\.maxLenght \(line 9\): unknown keyword .*did you mean `maxLength`\?/,
      /schema\.properties\.beds\.minimum \(line 10\): must be/,
      /x-reference\.0 \(line 11\): there is no type `Usr`.*did you mean `User`\?/,
      /day\.format \(line 12\): unknown format `dat`; did you mean `date`\?/,
      /kind\.\$ref \(line 13\): there is no building block `CodeableConept`; did you mean `CodeableConcept`\?/,
      /place\.\$ref \(line 14\): there is no #\/definitions\/Adress.*did you mean `Address`\?/,
      /code\.pattern \(line 15\): .*regular expression/i,
      /pin\.x-secrt \(line 16\): unknown keyword `x-secrt`; did you mean `x-secret`\?/,
      /pin\.x-secret \(line 16\): must be true or false/,
      /list\.items\.required \(line 21\): `x` is required, but not declared in `properties`$/,
      /y\.minLenght \(line 22\): .*did you mean `minLength`\?/,
      /interactions\.1 \(line 25\): `patch` is not served/,
      /interactions\.2 \(line 25\): unknown interaction `creat`; did you mean `create`\?/,
      /search\.0\.type \(line 27\): .*did you mean `string`\?/,
    ]
    const found = await problemsOf({ 'Ward.yaml': broken })
    for (const pattern of expected)
      assert.ok(
        found.some((line) => pattern.test(line)),
        String(pattern),
      )
    assert.equal(found.length, expected.length, found.join('\n'))
  })

  it('in JSON too, beside the other files', async () => {
    const json =
      '{\n  "type": "Bed",\n  "schema": { "type": "object",\n    "properties": { "a": { "typ": "string" } } }\n}'
    const found = await problemsOf({ 'Bed.json': json, 'Ward.yaml': broken })
    assert.match(found[0] ?? '', /^Bed\.json: schema\.properties\.a\.typ \(line 4\): .*did you mean `type`\?/)
    assert.ok(found.length > 10)
  })

  it('searches of what is not there, or can never be found', async () => {
    const found = await problemsOf({
      'Room.yaml': wrongSearch,
      'Ward.yaml': 'type: Ward\nschema: {type: object}',
    })
    const expected = [
      /search\.0\.path \(line 10\): search parameter `a` looks for `r`, which the schema does not have/,
      /search\.1\.path \(line 11\): .*looks for `famly`, which `name` does not have; did you mean `family`\?/,
      /search\.2\.path \(line 12\): .*of type reference finds nothing in integer/,
      /search\.3\.path \(line 13\): .*looks for `usage`, which `name` does not have/,
    ]
    assert.equal(found.length, expected.length, found.join('\n'))
    for (const [at, pattern] of expected.entries()) assert.match(found[at] ?? '', pattern)
  })

  it('examples that do not fit', async () => {
    const text = wrongSearch.replace(/^ {2}- \{ name: [a-d],.*\n/gm, '')
    const found = await problemsOf({ 'Room.yaml': text, 'Ward.yaml': 'type: Ward\nschema: {type: object}' })
    assert.equal(found.length, 2, found.join('\n'))
    const beds =
      /examples\.1 \(line 13\): the example does not fit its schema: Room\.beds: must be a whole number/
    assert.match(found.join('\n'), beds)
  })

  for (const name of ['Operation', 'Bundle', 'OperationOutcome']) {
    it(`${name} cannot be a type: the server answers under this name`, async () => {
      const found = await problemsOf({ 'a.yaml': `type: ${name}\nschema: { type: object }` })
      assert.match(found[0] ?? '', new RegExp(`type \\(line 1\\): \`${name}\` cannot be a type`))
    })
  }

  it('building blocks are filled in, and can be narrowed', async () => {
    const text = `type: Ward
schema:
  type: object
  properties:
    title: { $ref: Text, maxLength: 5 }
    kind: { $ref: CodeableConcept }
    of: { $ref: Reference, x-reference: [Organization] }
`
    const [type] = createRegistry(await load({ 'Ward.yaml': text })).types
    assert.ok(type)
    const problemsWith = (fields: JsonObject) =>
      type.validate(type.normalise({ resourceType: 'Ward', ...fields })).map(({ expression }) => expression)
    assert.deepEqual(problemsWith({ title: 'short', kind: { coding: [{ code: 'x' }], text: null } }), [])
    assert.deepEqual(problemsWith({ of: { resourceType: 'Organization', id: 'o' } }), [])
    assert.deepEqual(
      problemsWith({ title: 'too long', kind: { txt: 'x' }, of: { reference: 'Patient/p' } }),
      ['Ward.title', 'Ward.kind.txt', 'Ward.of'],
    )
  })
})
