/** `_sort` and the places where pages end (https://hl7.org/fhir/R4/search.html#sort). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCursor, toCursor, toSortText } from '../../../../src/engine/search/cursor.ts'
import { parseSort } from '../../../../src/engine/search/parse-sort.ts'
import { thingParameters } from '../../../support/random-documents.ts'

const versionParameter = { name: 'version', type: 'token', path: 'meta.versionId' } as const
const search = new Map([...thingParameters, versionParameter].map((one) => [one.name, one]))
const thing = { type: 'Thing', search }
const sortText = (values: readonly string[], isLenient = false) =>
  toSortText(parseSort(thing, values, isLenient).keys)

describe('_sort', () => {
  const cases: readonly [string, string][] = [
    ['name', 'name'],
    ['-name,on', '-name,on'],
    ['_id', '_id'],
    ['-_lastUpdated,_id,name', '-_lastUpdated,_id'],
    ['name,-name,size', 'name,size'],
    ['', ''],
    [',name,', 'name'],
  ]
  for (const [text, expected] of cases)
    it(`${text || 'of nothing'} is ${expected || 'nothing'}`, () => assert.equal(sortText([text]), expected))

  it('counts one after the other where it comes again', () =>
    assert.equal(sortText(['name', '-on']), 'name,-on'))

  it('says what cannot be sorted by', () => {
    const refused: readonly [string, RegExp][] = [
      ['nme', /_sort names nme, which Thing cannot be sorted by; did you mean name\?/],
      ['-tilte', /names tilte.*did you mean title\?/],
      ['version', /names version, which Thing cannot be sorted by/],
      ['--name', /names -name/],
      ['name:exact', /names name:exact/],
      [' name', /names {2}name/],
      ['x'.repeat(5000), /names x{64}…,/],
      ['name,title,code,subject,url,on', /more than 5 names/],
    ]
    for (const [text, message] of refused)
      assert.throws(() => sortText([text]), { category: 'invalid', code: 'bad-parameter', message }, text)
  })

  it('leaves out what it does not know when told to be lenient', () => {
    assert.equal(sortText(['nme,-on'], true), '-on')
    assert.equal(sortText(['nme'], true), '')
  })
})

describe('a cursor', () => {
  const sort = parseSort(thing, ['-name,on'], false).keys
  const position = { values: ['=mü\u{10ffff}', null], id: 'a.1' }
  const cursor = toCursor(sort, position)

  it('is the place that it was made of', () => {
    assert.deepEqual(parseCursor(cursor, sort), position)
    assert.deepEqual(parseCursor(toCursor([], { values: [], id: 'x' }), []), { values: [], id: 'x' })
  })

  it('is none of another order', () => {
    for (const other of ['name,on', '-name', 'on,-name', '-name,on,_id', ''])
      assert.equal(parseCursor(cursor, parseSort(thing, [other], false).keys), null, other)
  })

  it('is none when it was changed, wherever', () => {
    for (const at of cursor.split('').keys()) {
      const other = cursor[at] === 'A' ? 'B' : 'A'
      assert.equal(parseCursor(cursor.slice(0, at) + other + cursor.slice(at + 1), sort), null, `${at}`)
      assert.equal(parseCursor(cursor.slice(0, at), sort), null)
    }
    for (const text of ['', 'a', '=', 'null', `${cursor}=`, `${cursor} `, 'A'.repeat(100_000), '\ud800'])
      assert.equal(parseCursor(text, sort), null, text.slice(0, 50))
  })

  it('has nothing in it that a database would not take', () => {
    for (const values of [
      ['\0', null],
      ['\ud800', null],
      [1, null],
      ['x'.repeat(3000), null],
      ['a'],
      [{}, null],
    ])
      assert.equal(parseCursor(toCursor(sort, { values: values as string[], id: 'a' }), sort), null)
    assert.equal(parseCursor(toCursor(sort, { values: ['a', null], id: '../a' }), sort), null)
  })
})
