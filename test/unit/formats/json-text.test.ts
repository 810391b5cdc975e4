import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJson, rawNumbers, toJsonText } from '../../../src/formats/json-text.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../../src/kernel/json.ts'

function refusal(text: string): AppError {
  try {
    parseJson(text)
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    assert.equal(error.category, 'invalid')
    return error
  }
  assert.fail(`accepted: ${text.slice(0, 100)}`)
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

describe('parseJson', () => {
  for (const text of [
    '{}',
    '[]',
    'null',
    '"x"',
    '1',
    ' {"a":[1,{"b":null}],"c":"\\"{:,"} ',
    '{"a":"\\\\"}',
    '{"":1}',
  ]) {
    it(`reads ${text} as JSON.parse does`, () => assert.deepEqual(parseJson(text), JSON.parse(text)))
  }

  const malformed: readonly (readonly [text: string, message: string])[] = [
    ['', 'line 1, column 1: expected a value, found the end'],
    ['{', 'line 1, column 2: expected a name in double quotes, found the end'],
    ['{"a":1,}', 'line 1, column 8: expected a name in double quotes'],
    ['{\n  "a": 1\n  "b": 2\n}', `line 3, column 3: expected ',' or '}'`],
    ['[1,]', 'line 1, column 4: expected a value'],
    ['[1 2]', `line 1, column 4: expected ',' or ']'`],
    ['{"a" 1}', `line 1, column 6: expected ':'`],
    ["{'a':1}", 'line 1, column 2: expected a name in double quotes'],
    ['{"a":01}', `line 1, column 7: expected ',' or '}'`],
    ['{"a":.5}', 'line 1, column 6: expected a value'],
    ['{"a":NaN}', 'line 1, column 6: expected a value'],
    ['{"a":"x', 'line 1, column 6: a string without its closing quote'],
    ['{"a":"x\ny"}', 'line 1, column 8: a control character in a string'],
    ['{"a":"\\x"}', 'line 1, column 7: an unknown escape in a string'],
    ['{} {}', 'line 1, column 4: text after the end of the document'],
    ['{"a":1,"b":{"a":1},"a":2}', 'line 1, column 20: the name "a" comes twice'],
    ['{"a":1,"\\u0061":2}', 'line 1, column 8: the name "a" comes twice'],
  ]
  for (const [text, message] of malformed) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.equal(refusal(text).message, `Malformed JSON at ${message}`))
  }

  it('takes 64 levels and refuses 65', () => {
    parseJson(nested(64))
    assert.match(refusal(nested(65)).message, /64 levels at line 1, column 65/)
    assert.match(refusal('{"a":'.repeat(100_000)).message, /64 levels/)
  })

  for (const text of ['{"__proto__":{"x":1}}', '{"a":[{"\\u005f_proto__":1}]}']) {
    it(`refuses ${text}`, () => assert.equal(refusal(text).code, 'bad-name'))
  }

  for (const text of ['"a\\u0000"', '{"\\u0000":1}', '["\\ud800"]', '["\\udc00\\ud800"]']) {
    it(`refuses ${text}`, () => assert.equal(refusal(text).code, 'bad-text'))
  }
  it('takes a whole surrogate pair', () => assert.deepEqual(parseJson('["\\ud83d\\ude00"]'), ['😀']))

  for (const text of [
    '[1e400]',
    '[-1e999]',
    `[0.${'0'.repeat(1000)}1]`,
    '[1e-2000]',
    `[${'1e300,'.repeat(1000)}1]`,
  ]) {
    it(`refuses the number of ${text.slice(0, 20)}`, () =>
      assert.equal(refusal(text).code, 'number-out-of-range'))
  }
})

describe('digits of numbers', () => {
  const kept = [
    '1.00',
    '1e2',
    '1E+2',
    '-0',
    '-0.0',
    '9007199254740993',
    '0.0000001',
    '123456789012345678901234567890',
  ]
  for (const digits of kept) {
    const text = `{"a":{"n":${digits}},"l":[1,${digits}]}`
    it(`writes ${digits} as it was read`, () => assert.equal(toJsonText(parseJson(text)), text))
  }

  it('costs plain numbers nothing', () => {
    const value = parseJson('{"a":1.5,"b":[0,-1,12345,"1.00"]}') as JsonObject
    assert.deepEqual(Object.getOwnPropertySymbols(value), [])
  })

  it('forgets the digits of a number that was changed, and survives spreading', () => {
    const value = parseJson('{"a":1.00,"b":2.00}')
    assert.ok(isJsonObject(value))
    assert.equal(toJsonText({ ...value, a: 3 }), '{"a":3,"b":2.00}')
    assert.equal(toJsonText({ x: { ...value } }, 1), '{\n "x": {\n  "a": 1.00,\n  "b": 2.00\n }\n}')
  })

  it('is not fooled by names that objects inherit', () => {
    assert.equal(toJsonText(parseJson('{"toString":1.0,"b":1}')), '{"toString":1.0,"b":1}')
    assert.equal(Object.hasOwn(Object.prototype, rawNumbers), false)
  })
})
