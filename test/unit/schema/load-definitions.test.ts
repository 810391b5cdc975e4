import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import { loadDefinitions } from '../../../src/schema/load-definitions.ts'

const schema = { type: 'object' }
const own = [{ type: 'User', schema }]

function readerOf(folder: string, files: Readonly<Record<string, unknown>> = {}) {
  return {
    kindOfPath: async (path: string) => (path === folder ? ('folder' as const) : null),
    listFiles: async () => Object.keys(files),
    readTextFile: async () => '',
    importModule: async (path: string) => ({ default: files[path] }),
    parseYaml: () => null,
    parseJson: () => null,
    findLine: () => undefined,
  }
}

describe('the types of a server', () => {
  it('are those of plug-ins and those of the files', async () => {
    const reader = readerOf('/types', { 'a.ts': { type: 'A', schema } })
    const found = await loadDefinitions(own, '/types', reader)
    assert.deepEqual(
      found.map(({ type }) => type),
      ['User', 'A'],
    )
    assert.equal(
      (await loadDefinitions(own, undefined, readerOf('./schemas', { 'a.ts': { type: 'A', schema } })))
        .length,
      2,
    )
  })

  it('are those of plug-ins alone without the usual folder, but not without a folder that was named', async () => {
    assert.deepEqual(await loadDefinitions(own, undefined, readerOf('/other')), own)
    const isMissing = (error: unknown) => error instanceof AppError && error.code === 'schema-folder-missing'
    await assert.rejects(loadDefinitions(own, '/types', readerOf('/other')), isMissing)
  })

  it('of plug-ins cannot be defined again', async () => {
    const reader = readerOf('/types', { 'a.ts': { type: 'USER', schema } })
    await assert.rejects(loadDefinitions(own, '/types', reader), /already defined by the server itself/)
  })
})
