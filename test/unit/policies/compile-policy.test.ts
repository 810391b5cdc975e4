import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { checkPolicyLinks } from '../../../src/policies/check-policy-links.ts'
import { compilePolicy } from '../../../src/policies/compile-policy.ts'
import { AccessPolicy } from '../../../src/policies/resources/AccessPolicy.ts'
import { createFakeStore, registry } from './fixtures.ts'

const nest = (levels: number): JsonObject =>
  levels === 0 ? { engine: 'allow' } : { engine: 'complex', and: [nest(levels - 1)] }

describe('AccessPolicy: what is refused when written, with its path', () => {
  const bad: readonly (readonly [string, JsonObject, readonly string[]])[] = [
    ['no engine', {}, ['AccessPolicy.engine']],
    ['unknown engine', { engine: 'deny' }, ['AccessPolicy.engine']],
    ['engine of Object.prototype', { engine: 'constructor' }, ['AccessPolicy.engine']],
    ['sql, not offered yet', { engine: 'sql', sql: { query: 'select true' } }, ['AccessPolicy.engine']],
    ['matcho without its field', { engine: 'matcho' }, ['AccessPolicy.matcho']],
    ['matcho that is a text', { engine: 'matcho', matcho: 'present?' }, ['AccessPolicy.matcho']],
    ['empty matcho', { engine: 'matcho', matcho: {} }, ['AccessPolicy.matcho']],
    ['bad regex', { engine: 'matcho', matcho: { uri: '#(' } }, ['AccessPolicy.matcho.uri']],
    ['unknown operator', { engine: 'matcho', matcho: { uri: { $in: [] } } }, ['AccessPolicy.matcho.uri.$in']],
    ['a field that the engine ignores', { engine: 'allow', matcho: { uri: '/x' } }, ['AccessPolicy.matcho']],
    ['complex without rules', { engine: 'complex' }, ['AccessPolicy']],
    [
      'and together with or',
      { engine: 'complex', and: [{ engine: 'allow' }], or: [{ engine: 'allow' }] },
      ['AccessPolicy'],
    ],
    ['empty and', { engine: 'complex', and: [] }, ['AccessPolicy.and']],
    ['empty or', { engine: 'complex', or: [] }, ['AccessPolicy.or']],
    ['and that is no list', { engine: 'complex', and: { engine: 'allow' } }, ['AccessPolicy.and']],
    ['a rule that is no object', { engine: 'complex', and: ['allow'] }, ['AccessPolicy.and[0]']],
    [
      'problems deep within, all at once',
      {
        engine: 'complex',
        or: [
          { engine: 'x' },
          { engine: 'complex', and: [{ engine: 'matcho', matcho: { a: '#(' } }, { engine: 'sql' }] },
        ],
      },
      ['AccessPolicy.or[0].engine', 'AccessPolicy.or[1].and[0].matcho.a', 'AccessPolicy.or[1].and[1].engine'],
    ],
    ['nested too deep', nest(16), [`AccessPolicy${'.and[0]'.repeat(16)}`]],
    ['json-schema without its field', { engine: 'json-schema' }, ['AccessPolicy.schema']],
    ['empty schema', { engine: 'json-schema', schema: {} }, ['AccessPolicy.schema']],
    ['schema of no known type', { engine: 'json-schema', schema: { type: 'x' } }, ['AccessPolicy.schema']],
    ['unknown keyword', { engine: 'json-schema', schema: { requird: ['user'] } }, ['AccessPolicy.schema']],
    [
      'schema with a regex that backtracks',
      { engine: 'json-schema', schema: { properties: { uri: { pattern: '(?=a)' } } } },
      ['AccessPolicy.schema'],
    ],
    [
      'schema that refers to itself',
      { engine: 'json-schema', schema: { properties: { a: { allOf: [{ $ref: '#' }, { $ref: '#' }] } } } },
      ['AccessPolicy.schema'],
    ],
    [
      'schema that refers elsewhere',
      { engine: 'json-schema', schema: { $ref: 'https://h.example/s' } },
      ['AccessPolicy.schema'],
    ],
    [
      'uniqueItems',
      { engine: 'json-schema', schema: { properties: { a: { uniqueItems: true } } } },
      ['AccessPolicy.schema'],
    ],
    [
      '$async schema',
      { engine: 'json-schema', schema: { $async: true, type: 'object' } },
      ['AccessPolicy.schema'],
    ],
    [
      'link to another type',
      { engine: 'allow', link: [{ reference: 'Patient/p' }] },
      ['AccessPolicy.link[0]'],
    ],
    ['link without a target', { engine: 'allow', link: [{}] }, ['AccessPolicy.link[0]']],
    [
      'link to an id that is none',
      { engine: 'allow', link: [{ reference: 'User/a b' }] },
      ['AccessPolicy.link[0]'],
    ],
    [
      'link to an id of dots',
      { engine: 'allow', link: [{ resourceType: 'User', id: '..' }] },
      ['AccessPolicy.link[0]'],
    ],
    ['link that is a text', { engine: 'allow', link: ['User/ann'] }, ['AccessPolicy.link[0]']],
    [
      'link that contradicts itself',
      { engine: 'allow', link: [{ reference: 'User/a' }, { reference: 'User/a', id: 'b' }] },
      ['AccessPolicy.link[1]'],
    ],
    ['empty list of links', { engine: 'allow', link: [] }, ['AccessPolicy.link']],
    ['links that are no list', { engine: 'allow', link: { reference: 'User/a' } }, ['AccessPolicy.link']],
    ['null for links', { engine: 'allow', link: null }, ['AccessPolicy.link']],
    ['empty role name', { engine: 'allow', roleName: '' }, ['AccessPolicy.roleName']],
    ['role name that is a list', { engine: 'allow', roleName: ['a'] }, ['AccessPolicy.roleName']],
  ]
  for (const [name, resource, paths] of bad) {
    it(name, () => {
      const { policy, issues } = compilePolicy(resource)
      assert.deepEqual(
        issues.map(({ expression }) => expression),
        paths,
      )
      assert.equal(policy, null)
      assert.deepEqual(AccessPolicy.check?.(resource), issues)
    })
  }

  const good: readonly (readonly [string, JsonObject])[] = [
    ['allow', { engine: 'allow' }],
    [
      'allow, linked in both forms',
      { engine: 'allow', link: [{ reference: 'User/a' }, { resourceType: 'Client', id: 'c' }] },
    ],
    [
      'allow, linked to ids of every character',
      { engine: 'allow', link: [{ reference: 'User/a_b-C.1' }, { resourceType: 'Client', id: 'c_1' }] },
    ],
    ['matcho', { engine: 'matcho', matcho: { uri: '#^/x' } }],
    ['complex, nested', nest(15)],
    ['json-schema', { engine: 'json-schema', schema: { required: ['user'] } }],
    [
      'json-schema with definitions',
      {
        engine: 'json-schema',
        schema: {
          definitions: { a: { type: 'string' } },
          required: ['uri'],
          properties: { uri: { $ref: '#/definitions/a' } },
        },
      },
    ],
  ]
  for (const [name, resource] of good) {
    it(`accepted: ${name}`, () => assert.deepEqual(compilePolicy(resource).issues, []))
  }
})

describe('engines', () => {
  const holds = (policy: JsonObject, request: JsonObject) => {
    const compiled = compilePolicy(policy).policy
    assert.ok(compiled)
    return compiled.rule.holds(request)
  }
  const yes = { engine: 'allow' }
  const no = { engine: 'matcho', matcho: { never: 'present?' } }
  const rows: readonly (readonly [string, JsonObject, boolean])[] = [
    ['and of two', { engine: 'complex', and: [yes, yes] }, true],
    ['and with one that fails', { engine: 'complex', and: [yes, no] }, false],
    ['or with one that holds', { engine: 'complex', or: [no, yes] }, true],
    ['or of none that holds', { engine: 'complex', or: [no, no] }, false],
    ['nested', { engine: 'complex', and: [yes, { engine: 'complex', or: [no, yes] }] }, true],
    ['nested, failing', { engine: 'complex', or: [no, { engine: 'complex', and: [yes, no] }] }, false],
    [
      'schema',
      { engine: 'json-schema', schema: { required: ['uri'], properties: { uri: { pattern: '^/x' } } } },
      true,
    ],
    ['schema, failing', { engine: 'json-schema', schema: { required: ['user'] } }, false],
    ['schema looks at own properties', { engine: 'json-schema', schema: { required: ['toString'] } }, false],
  ]
  for (const [name, policy, expected] of rows) {
    it(name, () => assert.equal(holds(policy, { uri: '/x/y' }), expected))
  }

  it('the regular expressions of a schema cannot hang the server', () => {
    const schema = { required: ['uri'], properties: { uri: { pattern: '^(a+)+$' } } }
    const started = performance.now()
    assert.equal(holds({ engine: 'json-schema', schema }, { uri: `${'a'.repeat(10_000)}!` }), false)
    assert.ok(performance.now() - started < 1000)
  })

  it('a schema compiled twice does not meet itself', () => {
    const policy = { engine: 'json-schema', schema: { required: ['uri'] } }
    assert.equal(holds(policy, { uri: '/' }), true)
    assert.equal(holds(policy, {}), false)
  })

  it('complex says why, as far as it was looked at', async () => {
    const { policy } = compilePolicy({ engine: 'complex', and: [yes, no, yes] })
    assert.deepEqual(await policy?.rule.explain({}), {
      'eval-result': false,
      and: [
        { 'eval-result': true },
        { 'eval-result': false, errors: [{ path: ['never'], expected: 'present?', but: null }] },
      ],
    })
  })
})

describe('links of a policy must lead somewhere', () => {
  const { store } = createFakeStore([
    { resourceType: 'User', id: 'ann' },
    { resourceType: 'Client', id: 'web' },
  ])
  const operations = [{ id: 'FhirRead', description: '' }]
  const check = async (...references: string[]) => {
    const link = references.map((reference) => ({ reference }))
    return (await checkPolicyLinks({ store, registry, operations }, { link })).map(
      ({ expression }) => expression,
    )
  }

  it('accepts what exists', async () =>
    assert.deepEqual(await check('User/ann', 'Client/web', 'Operation/FhirRead'), []))
  it('refuses what does not', async () => {
    const paths = ['AccessPolicy.link[0]', 'AccessPolicy.link[2]', 'AccessPolicy.link[3]']
    assert.deepEqual(await check('User/bob', 'User/ann', 'Client/ann', 'Operation/FhirReed'), paths)
  })
  it('leaves malformed links to the schema check', async () => assert.deepEqual(await check('Patient/p'), []))
  it('has nothing to say without links', async () =>
    assert.deepEqual(await checkPolicyLinks({ store, registry, operations }, {}), []))
})
