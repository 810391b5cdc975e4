import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller, Operation } from '../../../src/engine/ports/access.ts'
import type { JsonObject, JsonValue } from '../../../src/kernel/json.ts'
import { type CompiledPolicy, compilePolicy } from '../../../src/policies/compile-policy.ts'
import { wantedOf } from '../../../src/policies/decisions/demands.ts'
import { createPolicyShelf } from '../../../src/policies/decisions/policy-shelf.ts'
import { createRequestObject } from '../../../src/policies/decisions/request-object.ts'
import { accessOf, operation, registry, snapshot } from './fixtures.ts'

const caller: Caller = {
  name: 'User/ann',
  user: { resourceType: 'User', id: 'ann' },
  roles: [],
  actsForUserAlone: true,
}

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

const named = types.filter((type) => type !== undefined)

function pattern(dice: Dice, depth = 0): JsonObject {
  if (depth < 2 && dice.below(5) === 0)
    return { '$one-of': [pattern(dice, depth + 1), pattern(dice, depth + 1)] }
  const made: JsonObject = {}
  if (dice.below(3) > 0) made.operation = { id: textPattern(dice, operations) }
  if (dice.below(4) === 0) made.operation = { '$one-of': [{ id: 'FhirRead' }, { id: dice.pick(operations) }] }
  if (dice.below(3) > 0) made.params = { 'resource/type': textPattern(dice, named) }
  if (dice.below(3) > 0) made['request-method'] = textPattern(dice, ['get', 'put', 'post'])
  if (dice.below(5) === 0) made.user = { id: dice.pick(['ann', 'bob']) }
  if (dice.below(6) === 0) made.$not = { operation: { id: dice.pick(operations) } }
  return Object.keys(made).length === 0 ? { scheme: 'https' } : made
}

function schema(dice: Dice): JsonObject {
  const values = (texts: readonly string[]): JsonObject =>
    dice.below(2) === 0
      ? { const: dice.pick(texts) }
      : { enum: [...new Set([dice.pick(texts), dice.pick(texts)])] }
  const params = {
    ...(dice.below(2) === 0 && { required: ['resource/type'] }),
    properties: { 'resource/type': values(named) },
  }
  return {
    required: ['scheme', ...(dice.below(2) === 0 ? ['params'] : [])],
    properties: {
      ...(dice.below(2) === 0 && { operation: { properties: { id: values(operations) } } }),
      ...(dice.below(2) === 0 && { 'request-method': values(['get', 'put', 'post']) }),
      ...(dice.below(2) === 0 && { params }),
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
    resourceId: type === undefined ? undefined : 'p1',
    request: snapshot({ method: dice.pick(methods) }),
  })
}

function compile(resource: JsonObject, at: number): CompiledPolicy {
  const { policy, issues } = compilePolicy({ id: `p${at}`, ...resource })
  assert.deepEqual(issues, [])
  if (policy === null) throw new Error('never')
  return policy
}

const holds = ({ rule }: CompiledPolicy, asked: Operation) =>
  rule.holds(createRequestObject(asked, caller, registry)) === true

describe('many policies', () => {
  for (const seed of [1, 2]) {
    it(`are found where they hold, all of them (seed ${seed})`, () => {
      const dice = createDice(seed)
      const policies = Array.from({ length: 200 }, (_, at) => compile(rule(dice), at))
      const shelf = createPolicyShelf(policies)
      for (let count = 0; count < 60; count++) {
        const asked = request(dice)
        const found = new Set(shelf.find(wantedOf(asked)))
        const missed = policies.filter((policy) => !found.has(policy) && holds(policy, asked))
        assert.deepEqual(missed, [], `for ${asked.id} ${asked.type} ${asked.request.method}`)
      }
    })

    it(`decide as all of them together would (seed ${seed})`, async () => {
      const dice = createDice(seed + 100)
      for (let round = 0; round < 12; round++) {
        const resources = Array.from({ length: 5 + dice.below(8) }, () => rule(dice))
        const policies = resources.map(compile)
        const { access } = accessOf(...resources)
        for (let count = 0; count < 40; count++) {
          const asked = request(dice)
          const expected = policies.some((policy) => holds(policy, asked))
          const decision = await access.decide(caller, asked)
          assert.equal(
            decision.allowed,
            expected,
            `${round}: ${asked.id} ${asked.type} ${asked.request.method}`,
          )
        }
      }
    })
  }
})

describe('the index', () => {
  const read = (type: string): JsonObject => ({
    ...{ engine: 'matcho' },
    matcho: { operation: { id: 'FhirRead' }, params: { 'resource/type': type } },
  })
  const ask = (type: string) => wantedOf(operation({ type }))

  it('leaves out what demands something else', () => {
    const policies = Array.from({ length: 100 }, (_, at) => compile(read(`Type${at}`), at))
    const shelf = createPolicyShelf(policies)
    assert.deepEqual(shelf.find(ask('Type7')), [policies[7]])
    assert.deepEqual(shelf.find(ask('Other')), [])
    assert.equal(shelf.all.length, 100)
  })

  it('finds what demands nothing, and what demands more than an index can hold', () => {
    const many = Array.from({ length: 100 }, (_, at) => `Type${at}`)
    const wide = { engine: 'matcho', matcho: { params: { 'resource/type': { $enum: many } } } }
    const policies = [{ engine: 'allow' }, wide, ...many.map(read)].map(compile)
    assert.deepEqual(createPolicyShelf(policies).find(ask('Type3')), [policies[5], policies[0], policies[1]])
  })
})
