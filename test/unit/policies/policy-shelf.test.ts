import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Operation } from '../../../src/engine/ports/access.ts'
import type { JsonObject, JsonValue } from '../../../src/kernel/json.ts'
import { createPolicyShelf } from '../../../src/policies/decisions/policy-shelf.ts'
import { accessOf, operation, snapshot } from './fixtures.ts'
import { callers, compile, describeAsked, holds, wantedBy } from './shelf-fixtures.ts'

/** Numerical Recipes' linear congruence: the same policies in every run. */
function createDice(seed: number) {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T }
}

type Dice = ReturnType<typeof createDice>

const operations = ['FhirRead', 'FhirUpdate', 'FhirSearch', 'FhirDelete', 'Explain']
const types = ['Patient', 'User', 'Client', 'Observation', undefined]
const methods = ['GET', 'HEAD', 'PUT', 'POST']

/** A pattern of one text: itself, several, one of several patterns, or what cannot be indexed. */
function textPattern(dice: Dice, texts: readonly string[]): JsonValue {
  const text = dice.pick(texts)
  switch (dice.below(10)) {
    case 0:
      return { $enum: [text, dice.pick(texts), 7] }
    case 1:
      return { '$one-of': [text, dice.pick(texts)] }
    case 2:
      return { '$one-of': [text, { $enum: [dice.pick(texts)] }, `#^${text.slice(0, 3)}`] }
    case 3:
      return `#^${text.slice(0, 5)}`
    case 4:
      return { $not: text }
    case 5:
      return dice.pick(['present?', 'nil?', 'not-blank?'])
    case 6:
      return { $enum: [text], $not: dice.pick(texts) }
    default:
      return text
  }
}

/** Paths that a request has values at, and some of these. */
const places: readonly (readonly [
  path: readonly string[],
  values: readonly (string | number | boolean)[],
])[] = [
  [
    ['user', 'id'],
    ['ann', 'bob', 'cy', 'nobody'],
  ],
  [
    ['user', 'data', 'ward'],
    ['w1', 'w2', 7, '7'],
  ],
  [
    ['user', 'data', 'level'],
    [7, '7', 8],
  ],
  [
    ['user', 'data', 'id'],
    ['p1', 'p2'],
  ],
  [
    ['jwt', 'data', 'id'],
    ['p1', 'p2'],
  ],
  [
    ['jwt', 'azp'],
    [true, false, 'true'],
  ],
  [
    ['client', 'id'],
    ['web', 'api', 'Web'],
  ],
  [
    ['params', 'resource/id'],
    ['p1', 'p2', 'p10'],
  ],
  [
    ['params', 'q'],
    ['one', 'two'],
  ],
  [['uri'], ['/Patient/p1', '/Patient/p10', '/fhir/Patient/p1', '/x']],
  [
    ['headers', 'x-ward'],
    ['w1', 'w2'],
  ],
  [['headers', 'X-Ward'], ['w1']],
  [['toString'], ['w1']],
  [['scheme'], ['https', 'http']],
]

function otherPattern(dice: Dice): JsonObject {
  const [path, values] = dice.pick(places)
  const value = dice.pick(values)
  const forms: readonly JsonValue[] = [
    ...[value, value, { $enum: [value, dice.pick(values)] }, { $enum: [value, null, ['w1']] }],
    ...[
      `#^${value}`,
      `#^${value}?`,
      `#^${value}x*$`,
      `#${value}`,
      `#^${value}|p`,
      `#^(${value}|p)`,
      `#^/Patient/p1+`,
    ],
    ...[
      { $not: value },
      { '$one-of': [value, `#^${String(value).slice(0, 2)}`] },
      [value],
      { $contains: value },
    ],
    { '$one-of': ['present?', value] },
  ]
  return path.reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), dice.pick(forms)) as JsonObject
}

const named = types.filter((type) => type !== undefined)

function pattern(dice: Dice, depth = 0): JsonObject {
  if (depth < 2 && dice.below(5) === 0)
    return { '$one-of': [pattern(dice, depth + 1), pattern(dice, depth + 1)] }
  const made: JsonObject = {}
  if (dice.below(3) > 0) made.operation = { id: textPattern(dice, operations) }
  if (dice.below(4) === 0) made.operation = { '$one-of': [{ id: 'FhirRead' }, { id: dice.pick(operations) }] }
  if (dice.below(3) > 0) made.params = { 'resource/type': textPattern(dice, named) }
  if (dice.below(3) > 0) made['request-method'] = textPattern(dice, ['get', 'put', 'post'])
  for (let count = dice.below(3); count > 0; count--) Object.assign(made, otherPattern(dice))
  if (dice.below(6) === 0) made.$not = { operation: { id: dice.pick(operations) } }
  return Object.keys(made).length === 0 ? { scheme: 'https' } : made
}

function schema(dice: Dice): JsonObject {
  const values = (texts: readonly string[]): JsonObject =>
    dice.below(2) === 0
      ? { const: dice.pick(texts) }
      : { enum: [...new Set([dice.pick(texts), dice.pick(texts)])] }
  const data = {
    ...(dice.below(2) === 0 && { required: ['ward'] }),
    ...(dice.below(2) === 0 && { type: 'object' }),
    properties: { ward: values(['w1', 'w2']), level: { const: dice.pick([7, '7']) } },
  }
  const user = {
    required: ['id', 'data'].slice(dice.below(3)),
    properties: { id: values(['ann', 'bob', 'cy']), data },
  }
  const params = {
    ...(dice.below(2) === 0 && { required: ['resource/type'] }),
    properties: { 'resource/type': values(named) },
  }
  return {
    required: [
      'scheme',
      ...(dice.below(2) === 0 ? ['params'] : []),
      ...(dice.below(2) === 0 ? ['user'] : []),
    ],
    properties: {
      ...(dice.below(2) === 0 && { operation: { properties: { id: values(operations) } } }),
      ...(dice.below(2) === 0 && { 'request-method': values(['get', 'put', 'post']) }),
      ...(dice.below(2) === 0 && { params }),
      ...(dice.below(3) === 0 && { uri: values(['/Patient/p1', '/Patient/p2']) }),
      ...(dice.below(2) === 0 && { user }),
    },
  }
}

function rule(dice: Dice, depth = 0): JsonObject {
  const kind = dice.below(10)
  if (depth < 2 && kind < 2) {
    const parts = [rule(dice, depth + 1), rule(dice, depth + 1)]
    return { engine: 'complex', ...(kind === 0 ? { and: parts } : { or: parts }) }
  }
  return kind === 2
    ? { engine: 'json-schema', schema: schema(dice) }
    : { engine: 'matcho', matcho: pattern(dice) }
}

function request(dice: Dice): Operation {
  const type = dice.pick(types)
  return operation({
    id: dice.pick(operations),
    type,
    resourceId: type === undefined ? undefined : dice.pick(['p1', 'p2', 'p10']),
    query: dice.pick([
      [],
      [['q', 'one']],
      [
        ['q', 'one'],
        ['q', 'two'],
      ],
    ]),
    request: snapshot({
      ...{
        method: dice.pick(methods),
        path: dice.pick(['/fhir/Patient/p1', '/Patient/p10', '/Patient/p2', '/x']),
      },
      headers: new Headers(dice.pick<[string, string][]>([[], [['X-Ward', 'w1']], [['X-Ward', 'w2']]])),
    }),
  })
}

describe('many policies', () => {
  for (const seed of [1, 2]) {
    it(`are found where they hold, all of them (seed ${seed})`, () => {
      const dice = createDice(seed)
      const policies = Array.from({ length: 400 }, (_, at) => compile(rule(dice), at))
      const shelf = createPolicyShelf(policies)
      for (let count = 0; count < 60; count++) {
        const [asked, caller] = [request(dice), dice.pick(callers)]
        const list = shelf.find(wantedBy(asked, caller))
        const found = new Set(list)
        assert.equal(found.size, list.length)
        const missed = policies.filter((policy) => !found.has(policy) && holds(policy, asked, caller))
        assert.deepEqual(missed, [], describeAsked(asked, caller))
      }
    })

    it(`decide as all of them together would (seed ${seed})`, async () => {
      const dice = createDice(seed + 100)
      for (let round = 0; round < 12; round++) {
        const resources = Array.from({ length: 5 + dice.below(8) }, () => rule(dice))
        const policies = resources.map(compile)
        const { access } = accessOf(...resources)
        for (let count = 0; count < 40; count++) {
          const [asked, caller] = [request(dice), dice.pick(callers)]
          const expected = policies.some((policy) => holds(policy, asked, caller))
          const decision = await access.decide(caller, asked)
          assert.equal(decision.allowed, expected, `${round}: ${describeAsked(asked, caller)}`)
        }
      }
    })
  }
})
