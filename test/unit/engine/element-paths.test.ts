/** Parts of documents by dotted paths: through lists, with the extensions of primitives, digits kept. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isNamed, parseElementPaths, pick, withoutElements } from '../../../src/engine/element-paths.ts'
import { parseJson, toJsonText } from '../../../src/formats/json-text.ts'
import { isJsonObject, type JsonObject } from '../../../src/kernel/json.ts'

function parse(text: string): JsonObject {
  const value = parseJson(text)
  assert.ok(isJsonObject(value))
  return value
}

const person = parse(`{
  "id": "p", "weight": 1.00, "birthDate": "2000", "_birthDate": {"id": "b"},
  "name": [{"family": "F", "given": ["A", "B"], "_given": [null, {"id": "g"}]}, {"given": ["C"]}],
  "address": {"city": "X"}
}`)

describe('withoutElements', () => {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [
      ['birthDate'],
      '{"id":"p","weight":1.00,"name":[{"family":"F","given":["A","B"],"_given":[null,{"id":"g"}]},{"given":["C"]}],"address":{"city":"X"}}',
    ],
    [['name', 'birthDate'], '{"id":"p","weight":1.00,"address":{"city":"X"}}'],
    [['name.given', 'birthDate'], '{"id":"p","weight":1.00,"name":[{"family":"F"}],"address":{"city":"X"}}'],
    [['name.given', 'name.family', 'birthDate'], '{"id":"p","weight":1.00,"address":{"city":"X"}}'],
    [['address.city', 'name', 'birthDate', 'weight'], '{"id":"p"}'],
  ]
  for (const [paths, expected] of rows) {
    it(`hides ${paths.join(', ')}`, () => {
      assert.equal(toJsonText(withoutElements(person, paths)), expected)
    })
  }
  it('is the same object where nothing lies', () => {
    for (const path of ['nothing', 'address.street', 'id.x', 'name.city', 'constructor', '__proto__']) {
      assert.equal(withoutElements(person, [path]), person)
    }
  })
})

describe('pick', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['weight', '{"weight":1.00}'],
    ['birthDate', '{"birthDate":"2000","_birthDate":{"id":"b"}}'],
    ['name.family', '{"name":[{"family":"F"},null]}'],
    ['address.street', undefined],
    ['id.x', undefined],
  ]
  for (const [path, expected] of rows) {
    it(path, () => {
      const picked = pick(person, parseElementPaths([path]))
      assert.equal(picked === undefined ? undefined : toJsonText(picked), expected)
    })
  }
})

describe('isNamed', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['{"a":null}', 'a', true],
    ['{"_a":{"id":"x"}}', 'a', true],
    ['{"a":[{},{"b":null}]}', 'a.b', true],
    ['{"a":{"c":1}}', 'a.b', false],
    ['{"a":null}', 'a.b', false],
    ['{"_a":{"b":1}}', 'a.b', false],
  ]
  for (const [body, path, expected] of rows) {
    it(`${path} in ${body}: ${expected}`, () => {
      assert.equal(isNamed(parse(body), path.split('.')), expected)
    })
  }
})
