import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJson, toJsonText } from '../../../src/formats/json-text.ts'
import { parseYaml, toYamlText } from '../../../src/formats/yaml.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonValue } from '../../../src/kernel/json.ts'

function refusal(text: string): AppError {
  try {
    parseYaml(text)
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    assert.equal(error.category, 'invalid')
    return error
  }
  assert.fail(`accepted: ${text.slice(0, 100)}`)
}

function bomb(levels: number): string {
  const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]']
  for (let level = 1; level < levels; level += 1) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  }
  return lines.join('\n')
}

const block = (depth: number) =>
  Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}a:`).join('\n')
const flow = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('parseYaml: the core schema', () => {
  const scalars: readonly (readonly [source: string, value: JsonValue])[] = [
    ['no', 'no'],
    ['on', 'on'],
    ['yes', 'yes'],
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z'],
    ['12:30', '12:30'],
    ['010', '010'],
    ['-007', '-007'],
    ['1_000', '1_000'],
    ['0o17', 15],
    ['0xFf', 255],
    ['0b11', '0b11'],
    ['1', 1],
    ['-1.5', -1.5],
    ['+3', 3],
    ['.5', 0.5],
    ['1.', 1],
    ['-12', -12],
    ['true', true],
    ['FALSE', false],
    ['tRue', 'tRue'],
    ['~', null],
    ['null', null],
    ['', null],
    ['"1"', '1'],
    [`'true'`, 'true'],
    ['!!str 1', '1'],
    ['!!int 7', 7],
    ['! 7', '7'],
    ['|\n  x\n  y', 'x\ny\n'],
    ['"\\ud83d\\ude00"', '😀'],
  ]
  for (const [source, value] of scalars) {
    it(`reads ${JSON.stringify(source)}`, () => assert.deepEqual(parseYaml(`a: ${source}\n`), { a: value }))
  }

  it('keeps the digits of numbers', () => {
    const text = 'a: 1.00\nb:\n  - 9007199254740993\n  - 1e2\n  - 0xFFFFFFFFFFFFFFFF\n'
    const value = parseYaml(text)
    assert.equal(toJsonText(value), '{"a":1.00,"b":[9007199254740993,1e2,18446744073709551615]}')
  })

  it('copies what an alias repeats, digits included', () => {
    const value = parseYaml('a: &x {n: 1.0}\nb: *x\nc: &y 2.0\nd: *y\n') as Record<string, unknown>
    assert.notEqual(value.a, value.b)
    assert.equal(toJsonText(value as JsonValue), '{"a":{"n":1.0},"b":{"n":1.0},"c":2.0,"d":2.0}')
  })

  it('takes JSON', () => assert.deepEqual(parseYaml('{"a": [1, "x"]}'), { a: [1, 'x'] }))
  it('a quoted << is a name', () => {
    assert.deepEqual(parseYaml('"<<": 1\na: <<'), { '<<': 1, a: '<<' })
    assert.deepEqual(parseYaml(toYamlText({ '<<': '<<' })), { '<<': '<<' })
  })
  it('names are texts', () => assert.deepEqual(parseYaml('1: a\ntrue: b\n'), { '1': 'a', true: 'b' }))
})

describe('parseYaml refuses', () => {
  const cases: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['an open flow list', 'a: [1', /^Malformed YAML at line 1, column 6: /],
    ['bad indentation', 'a: 1\n  b: 2\n', /line 2, column \d+: /],
    ['names that come twice', 'a: 1\nb: 2\na: 3\n', /line 3, column 1: the name "a" comes twice/],
    ['names that come twice in a flow', '{a: 1, "a": 3}', /line 1, column 9: the name "a" comes twice/],
    ['a custom tag', 'a: !foo 1', /line 1, column 4: /],
    ['a custom tag of a list', 'a: !foo [1]', /line 1, column 4: custom tags/],
    ['a language tag', 'a: !!js/function x', /line 1, column 4: /],
    ['a verbatim tag', 'a: !<tag:example.org,2024:x> 1', /line 1, column 4: /],
    ['a tag that lies', 'a: !!int x', /line 1, column 4: /],
    ['a %TAG directive', '%TAG !! tag:x,2024:\n---\na: !!str 1', /%TAG/],
    ['two documents', 'a: 1\n---\nb: 2\n', /more than one document/],
    ['nothing', '', /line 1, column 1: the document is empty/],
    ['a comment alone', '# hello\n', /the document is empty/],
    ['an unknown alias', 'a: *b', /line 1, column 5: an alias of an unknown anchor/],
    ['a cycle', 'a: &x [*x]', /line 1, column 9: an alias inside the node/],
    ['a merge key', 'a: &x {b: 1}\nc: {<<: *x}', /merge keys/],
    ['a list as a name', '? [a]\n: 1', /a name must be/],
    ['infinity', 'a: .inf', /infinity/],
    ['a tab as indentation', 'a:\n\tb: 1', /line 2/],
    ['an alias bomb', bomb(9), /times larger/],
    ['101 aliases', `a: &x 1\nb: [${Array(101).fill('*x').join(', ')}]`, /more than 100 aliases/],
    ['depth by aliases', `a: &x ${flow(40)}\nb: ${'['.repeat(40)}*x${']'.repeat(40)}`, /deeper than 64/],
    ['__proto__', '__proto__: {a: 1}', /__proto__/],
    ['U+0000', 'a: "\\0"', /U\+0000/],
    ['half a surrogate pair', 'a: "\\ud800"', /surrogates/],
    ['many exponents', `a: [${Array(1000).fill('1e300').join(', ')}]`, /too large together/],
    [
      'many exponents after a hexadecimal number',
      `a: [0x1EFF, ${Array(1000).fill('1e300').join(', ')}]`,
      /too large together/,
    ],
    ['a number out of range', 'a: 1e400', /out of range/],
    [
      'names by aliases',
      `a: &x ${'n'.repeat(9999)}\nb: [${Array(50).fill('{*x : 1}').join(', ')}]`,
      /times larger/,
    ],
    [
      'a name that an alias repeats',
      'a: &x b\nc: {*x : 1, b: 2}',
      /line 2, column 13: the name "b" comes twice/,
    ],
  ]
  for (const [name, text, message] of cases) it(name, () => assert.match(refusal(text).message, message))

  for (const [style, make] of [
    ['block', block],
    ['flow', flow],
  ] as const) {
    it(`65 levels of ${style}, and takes 64`, () => {
      parseYaml(make(64))
      assert.match(refusal(make(65)).message, /deeper than 64|maxDepth/)
      assert.match(refusal(make(2000)).message, /deeper than 64|maxDepth/)
    })
  }

  it('100 aliases are taken', () => {
    const text = `a: &x 1\nb: [${Array(100).fill('*x').join(', ')}]`
    assert.equal((parseYaml(text) as { b: number[] }).b.length, 100)
  })

  it('what lost its line breaks says so', () => {
    assert.match(refusal('a: {b: c}d: ef: g').message, /no line breaks .*--data-binary/)
    assert.doesNotMatch(refusal('a: b\n  c: d: e').message, /line breaks/)
  })

  it('never repeats what the document says', () => {
    assert.doesNotMatch(refusal('secret: hunter2\n  bad: [').message, /hunter2/)
  })
})

describe('toYamlText', () => {
  const looksLikeOther = [
    '1',
    '1.0',
    'true',
    'no',
    'on',
    '~',
    'null',
    '',
    '2024-01-01',
    '010',
    '- a',
    'a: b',
    '#x',
    '*x',
    'x ',
  ]
  for (const text of looksLikeOther) {
    it(`quotes ${JSON.stringify(text)}`, () => {
      assert.match(toYamlText({ a: text }), /['"]/)
      assert.deepEqual(parseYaml(toYamlText({ a: text })), { a: text })
    })
  }

  for (const text of [
    '{"b":1.00,"a":[1e2,{"c":9007199254740993}],"s":"x\\ny","e":{},"l":[],"n":null}',
    '[1]',
    '"x"',
  ]) {
    it(`writes ${text} so that it reads the same`, () => {
      assert.equal(toJsonText(parseYaml(toYamlText(parseJson(text)))), text)
    })
  }

  it('writes digits plainly, leaves undefined out and does not share', () => {
    const shared = { x: 1 }
    const value = { ...(parseJson('{"d":1.00}') as object), gone: undefined, a: shared, b: shared }
    assert.equal(toYamlText(value), 'd: 1.00\na:\n  x: 1\nb:\n  x: 1\n')
  })
})
