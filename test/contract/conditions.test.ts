/** One condition, three ways to carry it out: a search in SQL, a read among rows in SQL, and `holds` in memory. */
import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { allOf, type Condition, everything, nothing } from '../../src/engine/ports/condition.ts'
import type { Version } from '../../src/engine/ports/store.ts'
import { holds } from '../../src/engine/search/holds.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
import { parseJson } from '../../src/formats/json-text.ts'
import type { JsonObject } from '../../src/kernel/json.ts'
import { bePatient } from '../support/patience.ts'
import { createChoices } from '../support/random-choices.ts'
import {
  criterionOptions,
  makeCondition,
  makeCriterion,
  makeDocument,
  thingParameters,
} from '../support/random-documents.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const type = storedType('Thing', { search: thingParameters })

const seed = 20_240_615
const documentCount = 60
const conditionCount = 300

describeOnEach('a condition', [type], {}, (opened) => {
  const versions: Version[] = []
  const documents = new Map<string, JsonObject>()

  before(async () => {
    const choices = createChoices(seed)
    for (let index = 0; index < documentCount; index++) {
      const id = `t${String(index).padStart(3, '0')}`
      const json = makeDocument(choices)
        .replace(/^\{/, `{"resourceType":"Thing","id":"${id}",`)
        .replace(',}', '}')
      const written = await opened().store.write({ type: 'Thing', id, text: json, expect: { kind: 'any' } })
      assert.equal(written.outcome, 'created')
      const version = (await opened().store.read('Thing', id)) as Version
      versions.push(version)
      documents.set(id, parseJson(version.text) as JsonObject)
    }
  })

  const holdsOf = (condition: Condition) => (id: string) => holds(condition, documents.get(id) as JsonObject)

  async function search(where: Condition): Promise<string[]> {
    const plan = { type: 'Thing', where, count: 1000, withTotal: true }
    const page = await opened().store.search({ ...plan, asker: 'User/ann' })
    assert.equal(page.total, page.versions.length)
    return page.versions.map(({ id }) => id)
  }

  /** Alone, by its version, and in its history. */
  async function readAmong(rows: Condition, { id, versionId }: Version): Promise<readonly boolean[]> {
    const { store } = opened()
    const history = await store.history({ type: 'Thing', id, count: 5, rows })
    return [
      (await store.read('Thing', id, rows)) !== null,
      (await store.vread('Thing', id, versionId, rows)) !== null,
      history.versions.length > 0,
    ]
  }

  it('finds the same in SQL and in memory, whatever the documents and the condition', async () => {
    const choices = createChoices(seed + 1)
    const sizes = new Set<number>()
    for (let round = 0; round < conditionCount; round++) {
      const condition = makeCondition(choices, 2)
      const expected = [...documents.keys()].filter(holdsOf(condition))
      assert.deepEqual(await search(condition), expected, JSON.stringify(condition))
      const version = choices.one(versions)
      const isHeld = holdsOf(condition)(version.id)
      assert.deepEqual(
        await readAmong(condition, version),
        [isHeld, isHeld, isHeld],
        JSON.stringify(condition),
      )
      sizes.add(expected.length)
    }
    // Else it would prove little: nothing found, or always all.
    assert.ok(sizes.size > 20, `${sizes.size}`)
  })

  it('finds by every type and modifier something, and not everything', async () => {
    const choices = createChoices(seed + 2)
    const seen = new Map<string, Set<boolean>>()
    for (let round = 0; round < 1500; round++) {
      const [name, value] = makeCriterion(choices)
      const fits = holdsOf(parseCondition(type, [[name, value]], criterionOptions))
      const found = seen.get(name) ?? new Set()
      seen.set(name, found)
      for (const id of documents.keys()) found.add(fits(id))
    }
    const dull = [...seen].filter(([, found]) => found.size < 2).map(([name]) => name)
    assert.deepEqual(dull, [])
  })

  it('of everything is everything, and of nothing nothing', async () => {
    assert.equal((await search(everything)).length, documentCount)
    assert.deepEqual(await search(nothing), [])
    assert.deepEqual(await search(allOf(everything, nothing)), [])
    assert.deepEqual(await search({ kind: 'not', of: everything }), [])
  })

  it('is held by each version of a history by itself, by a deletion as by what was deleted', async () => {
    const { store } = opened()
    for (const size of [1, 2]) {
      const json = `{"resourceType":"Thing","id":"kept","size":${size}}`
      await store.write({ type: 'Thing', id: 'kept', text: json, expect: { kind: 'any' } })
    }
    await store.remove('Thing', 'kept', { kind: 'any' })
    const among = async (query: [string, string][]) => {
      const rows = parseCondition(type, query, criterionOptions)
      const { versions } = await store.history({ type: 'Thing', id: 'kept', count: 10, rows })
      return versions.map(({ status }) => status)
    }
    assert.deepEqual(await among([['size', '2']]), ['deleted', 'updated'])
    assert.deepEqual(await among([['size', '1']]), ['created'])
    assert.deepEqual(await among([['_id', 'kept']]), ['deleted', 'updated', 'created'])
    assert.deepEqual(await among([['_id', 'other']]), [])
  })
})
