/** Over random rows: what a search returns or counts can be read, and what is refused is told by no error. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Answer } from '../../../src/engine/answers.ts'
import type { Condition } from '../../../src/engine/ports/condition.ts'
import { holds } from '../../../src/engine/search/holds.ts'
import { parseCondition } from '../../../src/engine/search/parse-condition.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import {
  type Actions,
  createFixture,
  documentOf,
  fixtureRegistry,
  shareStore,
} from '../../support/engine-fixture.ts'
import { limited, limitedAccess } from '../../support/limited-access.ts'

shareStore()

const rounds = 25
const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const missing = 'missing'

type Pick = <T>(...choices: readonly T[]) => T

/** The same choices for the same seed. */
function createPick(seed: number): Pick {
  let state = seed
  return (...choices) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as (typeof choices)[number]
  }
}

function toNote(pick: Pick): JsonObject {
  return {
    ...pick({}, { title: 'Alpha' }, { title: 'Alps' }, { title: 'beta' }),
    ...pick({}, { color: 'red' }, { color: 'blue' }),
    ...pick(
      {},
      { about: [{ reference: 'Person/p' }] },
      { about: [{ reference: 'Note/a' }, { reference: 'Person/q' }] },
    ),
  }
}

const type = fixtureRegistry.types.find((one) => one.type === 'Note')
const options = { baseUrl: 'http://fire.test', now: 0 }

function toRows(pick: Pick, depth = 2): Condition {
  const kind = depth === 0 ? 'leaf' : pick('and', 'or', 'not', 'leaf')
  if (kind === 'not') return { kind, of: toRows(pick, depth - 1) }
  if (kind !== 'leaf')
    return { kind, of: pick([], [1], [1, 2], [1, 2, 3]).map(() => toRows(pick, depth - 1)) }
  assert.ok(type)
  const criterion = pick(
    ...([
      'color=red',
      'color:not=red',
      'color:missing=true',
      'title=al',
      'title:exact=Alps',
      'title:contains=t',
    ] as const),
    ...(['about=Person/p', 'about=a', '_id=a,b,c', '_id=d'] as const),
  )
  return parseCondition(type, [...new URLSearchParams(criterion)], options)
}

/** Status and body as a caller would be told them, where the id that was asked for does not count. */
async function toldOf(answer: Promise<Answer>, id: string): Promise<string> {
  const told = await answer.catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const { category, code, message, expression, issues } = error
    return { category, code, message, expression, issues }
  })
  return JSON.stringify(told).replaceAll(`Note/${id}`, 'Note/ID')
}

async function findAll({ search }: Actions): Promise<string[]> {
  const found: string[] = []
  for (let query = '_count=2'; ; ) {
    const bundle = await search(query)
    for (const { resource } of (bundle.entry ?? []) as { resource: JsonObject }[])
      found.push(String(resource.id))
    const next = ((bundle.link ?? []) as { relation: string; url: string }[]).find(
      (link) => link.relation === 'next',
    )
    if (next === undefined) return found
    query = new URL(next.url).search
  }
}

async function populate({ put, perform }: Actions, pick: Pick): Promise<void> {
  for (const id of ids) {
    for (const _ of pick([], [1], [1, 2])) await put('Note', id, toNote(pick))
    if (pick(true, false, false)) await perform('FhirDelete', { type: 'Note', resourceId: id })
  }
}

describe('random rows', () => {
  for (let seed = 1; seed <= rounds; seed++) {
    it(`seed ${seed}: search, read, history and writes agree`, async () => {
      const pick = createPick(seed * 7919)
      const rows = toRows(pick)
      const fixture = await createFixture({ access: limitedAccess(() => ({ rows })) })
      await populate(fixture, pick)
      const mine = fixture.as(limited)
      const found = await findAll(mine)
      assert.equal((await mine.search('_summary=count')).total, found.length)
      for (const id of ids) {
        const now = await fixture.get('Note', id).catch(() => null)
        const isInside = now !== null && holds(rows, JSON.parse(now.text ?? '') as JsonObject)
        assert.equal(found.includes(id), isInside, id)
        if (isInside) await checkInside(mine, id)
        else await checkOutside(fixture, mine, id)
      }
    })
  }
})

async function checkInside(mine: Actions, id: string): Promise<void> {
  const { versionId, text } = await mine.get('Note', id)
  const asked = { type: 'Note', resourceId: id, versionId }
  assert.equal((await mine.perform('FhirVread', asked)).text, text)
  const history = documentOf(await mine.perform('FhirHistory', asked))
  for (const { response, request } of (history?.entry ?? []) as {
    response: { etag: string }
    request: JsonObject
  }[]) {
    const version = { ...asked, versionId: response.etag.slice(3, -1) }
    const told = await toldOf(mine.perform('FhirVread', version), id)
    assert.match(told, request.method === 'DELETE' ? /"deleted"/ : /"status":200/)
  }
}

/** Every refusal of what is there is the one of what is not. */
async function checkOutside(
  fixture: Actions & { versions: () => Promise<unknown[]> },
  mine: Actions,
  id: string,
) {
  const before = await fixture.versions()
  const wasThere = JSON.stringify(before).includes(`"id":"${id}"`)
  const isDeleted = wasThere && (await fixture.get('Note', id).catch(() => null)) === null
  const isSame = async (ask: (id: string) => Promise<Answer>) =>
    assert.equal(await toldOf(ask(id), id), await toldOf(ask(missing), missing))
  if (!isDeleted) await isSame((resourceId) => mine.get('Note', resourceId))
  await isSame((resourceId) => mine.perform('FhirDelete', { type: 'Note', resourceId }))
  await isSame((resourceId) => mine.put('Note', resourceId, {}, { ifMatch: '*' }))
  await isSame((resourceId) => mine.perform('FhirDelete', { type: 'Note', resourceId }, { ifMatch: 'W/"1"' }))
  assert.deepEqual(await fixture.versions(), before)
  if (!isDeleted && wasThere) await checkRefusedWrites(mine, id)
  assert.deepEqual(await fixture.versions(), before)
}

async function checkRefusedWrites(mine: Actions, id: string): Promise<void> {
  const told = [
    await toldOf(mine.put('Note', id, { title: 'Alps', color: 'red' }), id),
    await toldOf(mine.put('Note', id, {}, { ifNoneMatch: '*' }), id),
    await toldOf(mine.perform('FhirCreate', { type: 'Note', body: { id, color: 'blue' } }), id),
  ]
  for (const one of told) assert.match(one, /"forbidden","code":"not-covered"/)
}
