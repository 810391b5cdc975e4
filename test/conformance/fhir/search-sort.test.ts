/** The order of a search, and its pages (https://hl7.org/fhir/R4/search.html#sort). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { defaultPlugins } from '../../../src/app.ts'
import { toCursor } from '../../../src/engine/search/cursor.ts'
import type { Plugin } from '../../../src/plugin.ts'
import { defineResource } from '../../../src/schema/define-resource.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const anything = Type.Optional(Type.Unknown())
const thing = defineResource({
  type: 'Thing',
  schema: Type.Object({
    ...{ name: anything, code: anything, subject: anything, url: anything, on: anything, size: anything },
    ...{ weight: anything, group: anything },
  }),
  search: [
    { name: 'name', type: 'string', path: 'name' },
    { name: 'code', type: 'token', path: 'code' },
    { name: 'subject', type: 'reference', path: 'subject' },
    { name: 'url', type: 'uri', path: 'url' },
    { name: 'on', type: 'date', path: 'on' },
    { name: 'size', type: 'number', path: 'size' },
    { name: 'weight', type: 'quantity', path: 'weight' },
    { name: 'group', type: 'token', path: 'group' },
    { name: 'made', type: 'date', path: 'meta.createdAt' },
  ],
})
const things: Plugin = { name: 'things', resources: [thing], start: async () => ({ stop: async () => {} }) }

/** Values by parameter, in ascending order; the same ones beside each other stand in a list. */
const ordered: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  name: [['Äpfel', 'apfel'], ['Apfelbaum'], ['birne'], ['Zoe', 'ZOË']],
  code: [['a'], [{ system: 's', code: 'b' }, { coding: [{ system: 't', code: 'b' }] }], ['c']],
  subject: [[{ reference: 'Group/b' }], [{ reference: 'Patient/a' }], [{ reference: 'Patient/b' }]],
  url: [['http://x/A'], ['http://x/a'], ['urn:a']],
  on: [
    ['0001-01-01'],
    ['1970-01-01', '1970'],
    ['2024-03-01T10:00:00Z'],
    ['2024-03-01T10:00:00.5Z'],
    ['9999'],
  ],
  size: [[-10], [-1.5], [0], [0.1], [9, '9.0'], [10], [100]],
  weight: [[{ value: 0.5, unit: 'kg' }], [{ value: 5, unit: 'g' }], [{ value: 50 }]],
}

interface Page {
  readonly ids: readonly string[]
  readonly next: string | undefined
}

describe('a sorted search', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp({}, [...defaultPlugins(), things])
  })
  after(() => app.close())

  const put = (id: string, fields: object) =>
    app.root('PUT', `/Thing/${id}`, { resourceType: 'Thing', id, ...fields })

  async function page(url: string): Promise<Page> {
    const bundle = await app.root('GET', url, undefined, 200)
    const { entry = [], link } = bundle as {
      entry?: { resource: { id: string } }[]
      link: { relation: string; url: string }[]
    }
    return {
      ids: entry.map(({ resource }) => resource.id),
      next: link.find(({ relation }) => relation === 'next')?.url,
    }
  }

  /** All of its pages; `between`: what happens before each but the first. */
  async function all(query: string, between: (turn: number) => Promise<unknown> = async () => {}) {
    const found: string[] = []
    let next: string | undefined = `/Thing?${query}`
    for (let turn = 0; next !== undefined; turn++) {
      if (turn > 0) await between(turn)
      const got: Page = await page(next)
      found.push(...got.ids)
      next = got.next
    }
    return found
  }

  for (const [parameter, values] of Object.entries(ordered)) {
    it(`by ${parameter}: least or greatest first, the same by their ids, without a value last`, async () => {
      const group = `by-${parameter}`
      const groups = values.map((same, place) =>
        same.map((value, index) => ({ id: `${parameter}-${9 - index}-${place}`, value })),
      )
      // Written in an order that is none of those.
      const one = groups.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
      for (const { id, value } of one) await put(id, { group, [parameter]: value === '9.0' ? 9.0 : value })
      for (const id of [`${parameter}-none-b`, `${parameter}-none-a`]) await put(id, { group })
      const ids = groups.map((same) => same.map(({ id }) => id).sort())
      const last = [`${parameter}-none-a`, `${parameter}-none-b`]
      for (const count of [100, 2]) {
        const query = `group=${group}&_count=${count}&_sort=`
        assert.deepEqual(await all(`${query}${parameter}`), [...ids.flat(), ...last], `${count}`)
        assert.deepEqual(
          await all(`${query}-${parameter}`),
          [...ids.toReversed().flat(), ...last],
          `-${count}`,
        )
      }
      // With nothing else asked for, too.
      const found = await all(`_count=7&_sort=${parameter}`)
      assert.deepEqual(
        found.filter((id) => id.startsWith(`${parameter}-`)),
        [...ids.flat(), ...last],
      )
      assert.equal(new Set(found).size, found.length)
    })
  }

  it('takes the least of several values where it ascends, the greatest where it descends', async () => {
    await put('m-1', { group: 'm', size: [5, 1], name: ['m', 'x'], on: ['2024', '2020'] })
    await put('m-2', { group: 'm', size: [2, 3], name: ['n', 'o'], on: ['2021', '2022'] })
    for (const parameter of ['size', 'name', 'on']) {
      assert.deepEqual(await all(`group=m&_sort=${parameter}`), ['m-1', 'm-2'], parameter)
      assert.deepEqual(await all(`group=m&_count=1&_sort=-${parameter}`), ['m-1', 'm-2'], `-${parameter}`)
    }
  })

  it('by _id and _lastUpdated', async () => {
    for (const id of ['u-2', 'u-1', 'u-3']) await put(id, { group: 'u' })
    assert.deepEqual(await all('group=u&_sort=-_id&_count=1'), ['u-3', 'u-2', 'u-1'])
    assert.deepEqual(await all('group=u&_sort=_lastUpdated&_count=2'), ['u-2', 'u-1', 'u-3'])
    assert.deepEqual(await all('group=u&_sort=-_lastUpdated&_count=1'), ['u-3', 'u-1', 'u-2'])
  })

  it('by several, each in its direction', async () => {
    const rows: readonly [string, object][] = [
      ['k-1', { code: 'a', size: 1 }],
      ['k-2', { code: 'a', size: 2 }],
      ['k-3', { code: 'b', size: 1 }],
      ['k-4', { code: 'b' }],
      ['k-5', { size: 3 }],
      ['k-6', {}],
    ]
    for (const [id, fields] of rows) await put(id, { group: 'k', ...fields })
    for (const count of [50, 1, 4]) {
      const query = `group=k&_count=${count}&_sort=`
      assert.deepEqual(await all(`${query}code,-size`), ['k-2', 'k-1', 'k-3', 'k-4', 'k-5', 'k-6'])
      assert.deepEqual(await all(`${query}-code,size`), ['k-3', 'k-4', 'k-1', 'k-2', 'k-5', 'k-6'])
      assert.deepEqual(await all(`${query}size,-code,-_id`), ['k-3', 'k-1', 'k-2', 'k-5', 'k-4', 'k-6'])
    }
  })

  it('leaves out nothing and brings nothing twice while others write', async () => {
    const name = (index: number) => `n${String(index).padStart(2, '0')}`
    for (let index = 10; index < 30; index++) await put(`w-${index}`, { group: 'w', name: name(index) })
    for (const sort of ['name', '-name', '_id']) {
      const found = await all(`group=w&_count=3&_sort=${sort}`, async (turn) => {
        await put(`w-new-${turn}`, { group: 'w', name: name(turn * 5) })
        await app.root('DELETE', `/Thing/w-new-${turn - 1}`)
        await put(`w-${10 + turn}`, { group: 'w', name: name(10 + turn), size: turn })
      })
      const lasting = found.filter((id) => !id.startsWith('w-new'))
      const expected = Array.from({ length: 20 }, (_, index) => `w-${10 + index}`)
      assert.deepEqual(lasting, sort === '-name' ? expected.toReversed() : expected, sort)
    }
  })

  it('refuses by name what cannot be sorted by, and places that are none', async () => {
    const message = async (query: string) => {
      const outcome = await app.root('GET', `/Thing?${query}`, undefined, 400)
      return JSON.stringify(outcome)
    }
    assert.match(
      await message('_sort=-nam'),
      /_sort names nam, which Thing cannot be sorted by; did you mean name/,
    )
    assert.match(await message('_sort=made'), /_sort names made/)
    assert.match(await message('_sort:desc=name'), /_sort=-name/)
    for (const id of ['c-1', 'c-2', 'c-3']) await put(id, { group: 'c', name: id })
    const { next = '' } = await page('/Thing?group=c&_count=1&_sort=name')
    const { searchParams } = new URL(next)
    const cursor = searchParams.get('_after') ?? ''
    assert.equal(searchParams.get('_sort'), 'name')
    assert.deepEqual((await page(next)).ids, ['c-2'])
    const flipped = (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1)
    for (const other of [flipped, cursor.slice(1), `${cursor}A`, 'c-1', '', '%F0%9F%92%A9'])
      assert.match(await message(`group=c&_count=1&_sort=name&_after=${other}`), /_after/, other)
    for (const sort of ['', '&_sort=-name', '&_sort=code', '&_sort=name,code'])
      assert.match(await message(`group=c&_count=1${sort}&_after=${cursor}`), /_after/, sort)
  })

  it('refuses places that somebody has made up with values that none can be', async () => {
    const made: Readonly<Record<string, readonly string[]>> = {
      _lastUpdated: ['1e99', '-1', 'Infinity', '99999999999999999999'],
      on: ['now', '1e999'],
      size: ['1e9', 'NaN'],
    }
    for (const [parameter, values] of Object.entries(made))
      for (const value of values)
        for (const other of ['', 'name', '_id']) {
          const sort = [parameter, other].filter((name) => name !== '')
          const keys = sort.map((name) => ({ parameter: name, isDescending: false }))
          const place = { values: [value, '=a'].slice(0, sort.length), id: 'c-1' }
          const query = `_sort=${sort.join()}&_after=${toCursor(keys, place)}`
          await app.root('GET', `/Thing?${query}`, undefined, 400)
        }
  })
})
