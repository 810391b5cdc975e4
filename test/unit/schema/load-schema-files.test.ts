/** Schema files: all that are broken are named at once, with line and reason where there is one. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJson } from '../../../src/formats/json-text.ts'
import { parseYaml } from '../../../src/formats/yaml.ts'
import { AppError } from '../../../src/kernel/errors.ts'
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
  }
  return loadSchemaFiles('folder', reader, taken)
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
