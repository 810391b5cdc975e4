import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseSearchPath } from '../../../src/schema/search-path.ts'
import { checkSearchPaths } from '../../../src/storage/open-store.ts'
import { toJsonPath } from '../../../src/storage/search/json-path.ts'
import { storedType } from '../../contract/implementations.ts'

describe('a search path', () => {
  const understood: [string, string[]][] = [
    ['name', ['$."name"']],
    ['Patient.name.given', ['$."name"."given"']],
    [' name . given ', ['$."name"."given"']],
    ['a | b.c', ['$."a"', '$."b"."c"']],
    ["identifier.where(system='x').value", ['$."identifier" ? (@."system" == "x")."value"']],
    ["a.where(b.c = 'x')", ['$."a" ? (@."b"."c" == "x")']],
    ["a.where(b='it\\'s \"q\" | .').c", ['$."a" ? (@."b" == "it\'s \\"q\\" | .")."c"']],
    ['a.where(b=true) | c', ['$."a" ? (@."b" == true)', '$."c"']],
    ['a.where(b=-1.5)', ['$."a" ? (@."b" == -1.5)']],
    ["a.where(b='1').where(c='2').d", ['$."a" ? (@."b" == "1") ? (@."c" == "2")."d"']],
  ]
  for (const [path, expected] of understood) {
    it(`${path} is ${expected.join(' or ')}`, () => {
      assert.deepEqual(parseSearchPath(path, 'Patient').map(toJsonPath), expected)
    })
  }

  const refused = [
    '',
    ' ',
    '.',
    'a.',
    '.a',
    'a..b',
    'a |',
    '| a',
    'a b',
    'Patient',
    'a | Patient',
    "where(a='x')",
    'a.where()',
    'a.where(b)',
    "a.where(b!='x')",
    "a.where(b='x' and c='y')",
    "a.where(b='x'",
    "a.where(b.='x')",
    'a.where(b="x")',
    'a.first()',
    'a.as(Quantity)',
    'value as Quantity',
    'a[0]',
    'a"b',
    'a; drop table x',
    '1a',
    'a.'.repeat(400),
  ]
  for (const path of refused) {
    it(`${JSON.stringify(path.slice(0, 40))} is refused with its type`, () => {
      const search = [{ name: 'p', type: 'string', path } as const]
      const check = () => checkSearchPaths([storedType('Patient', { search })])
      assert.throws(check, /Search path of Patient not understood/)
    })
  }
})
