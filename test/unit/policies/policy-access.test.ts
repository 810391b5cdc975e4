import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller, Operation } from '../../../src/engine/ports/access.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { accessOf, link, operation } from './fixtures.ts'

const user = { resourceType: 'User', id: 'ann' }
const client = { resourceType: 'Client', id: 'web' }
const roles = [{ resourceType: 'Role', name: 'nurse' }, { resourceType: 'Role' }]

const firstParty: Caller = { name: 'User/ann', user, client, roles, actsForUserAlone: true }
const thirdParty: Caller = { ...firstParty, actsForUserAlone: false }
const clientOnly: Caller = { name: 'Client/web', client, roles, actsForUserAlone: false }
const subjects = {
  firstParty,
  thirdParty,
  clientOnly,
  trustedClientOnly: { ...clientOnly, actsForUserAlone: true },
  anonymous: null,
}
type Who = keyof typeof subjects
const everybody = Object.keys(subjects) as Who[]

describe('who reaches a policy', () => {
  const withUser: Who[] = ['firstParty', 'thirdParty']
  const forItself: Who[] = ['clientOnly', 'trustedClientOnly']
  const rows: readonly (readonly [string, JsonObject, readonly Who[]])[] = [
    ['global', {}, everybody],
    ['link to the user', { link: link('User/ann') }, withUser],
    ['link to another user', { link: link('User/bob') }, []],
    ['link to the client', { link: link('Client/web') }, forItself],
    ['link to another client', { link: link('Client/app') }, []],
    ['link to a user with the id of the client', { link: link('User/web') }, []],
    ['link to the operation', { link: link('Operation/FhirRead') }, everybody],
    ['link to another operation', { link: link('Operation/FhirSearch') }, []],
    ['links in the other form', { link: [{ resourceType: 'User', id: 'ann' }] }, withUser],
    [
      'several links: any of them',
      { link: link('User/bob', 'Client/web', 'Operation/FhirSearch') },
      forItself,
    ],
    ['role held', { roleName: 'nurse' }, withUser],
    ['role not held', { roleName: 'doctor' }, []],
    ['role and link to the user', { roleName: 'nurse', link: link('User/ann') }, withUser],
    ['role held, link elsewhere', { roleName: 'nurse', link: link('User/bob') }, []],
    ['link fits, role not held', { roleName: 'doctor', link: link('User/ann') }, []],
    ['role and operation', { roleName: 'nurse', link: link('Operation/FhirRead') }, withUser],
    ['role and another operation', { roleName: 'nurse', link: link('Operation/FhirSearch') }, []],
    ['role and client', { roleName: 'nurse', link: link('Client/web') }, []],
    [
      'links to the user and the client',
      { link: link('User/ann', 'Client/web') },
      [...withUser, ...forItself],
    ],
  ]
  for (const [name, policy, reached] of rows) {
    for (const caller of everybody) {
      const expected = reached.includes(caller)
      it(`${name}: ${caller} is ${expected ? 'allowed' : 'refused'}`, async () => {
        const decision = await accessOf(policy).access.decide(subjects[caller], operation())
        assert.equal(decision.allowed, expected)
        if (decision.allowed) return
        assert.equal(decision.reason, caller === 'anonymous' ? 'unauthenticated' : 'forbidden')
      })
    }
  }

  it('nobody without a policy', async () => {
    for (const caller of everybody) {
      assert.equal((await accessOf().access.decide(subjects[caller], operation())).allowed, false)
    }
  })

  it('a subject that another plug-in recognised is known, and reaches what everybody does', async () => {
    const stranger: Caller = { name: 'token/1', roles: [], actsForUserAlone: true }
    const refused = await accessOf({ link: link('User/ann') }).access.decide(stranger, operation())
    assert.equal(refused.allowed === false && refused.reason, 'forbidden')
    assert.equal((await accessOf({}).access.decide(stranger, operation())).allowed, true)
  })
})

describe('a third-party client that acts for a user', () => {
  const ofUser = { link: link('User/ann') }
  const ofClient = { link: link('Client/web') }
  const never = { engine: 'matcho', matcho: { never: 'present?' } }
  for (const [name, policies, expected] of [
    ['a policy of each', [ofUser, ofClient], true],
    ['a policy of the client alone', [ofClient], false],
    ['a policy of the user alone, the client has none at all', [ofUser], true],
    ['the one of the client does not hold', [ofUser, { ...never, ...ofClient }], false],
    ['the one of the user does not hold', [{ ...never, ...ofUser }, ofClient], false],
    ['the one of the client is for another role', [ofUser, { roleName: 'doctor', ...ofClient }], false],
    ['the one of the client is for a role of the user', [ofUser, { roleName: 'nurse', ...ofClient }], true],
    ['the one of the user is for its role', [{ roleName: 'nurse' }, ofClient], true],
    ['one for everybody beside one of the client that does not hold', [{}, { ...never, ...ofClient }], true],
    ['one for the operation', [ofClient, { link: link('Operation/FhirRead') }], true],
  ] as const) {
    it(`${name}: ${expected ? 'allowed' : 'refused'}`, async () => {
      const decision = await accessOf(...policies).access.decide(thirdParty, operation())
      assert.equal(decision.allowed, expected)
    })
  }
})

describe('one grant is enough', () => {
  const never = { engine: 'matcho', matcho: { never: 'present?' } }
  const fits = { engine: 'matcho', matcho: { user: { id: 'ann' }, params: { 'resource/id': 'p1' } } }

  it('whatever the others say', async () => {
    assert.equal((await accessOf(never, fits, never).access.decide(firstParty, operation())).allowed, true)
    assert.equal((await accessOf(never, never).access.decide(firstParty, operation())).allowed, false)
  })

  it('a pattern decides on the request', async () => {
    const { access } = accessOf(fits)
    assert.equal((await access.decide(firstParty, operation())).allowed, true)
    assert.equal((await access.decide(firstParty, operation({ resourceId: 'p2' }))).allowed, false)
    assert.equal((await access.decide(clientOnly, operation())).allowed, false)
  })

  it('a policy that fails does not grant, is logged, and leaves the others in force', async () => {
    const failing = { engine: 'matcho', matcho: { body: { subject: { $not: { id: 'x' } } } } }
    const body = { subject: { id: 'mine', reference: 'Patient/other' } }
    const alone = accessOf(failing)
    assert.equal((await alone.access.decide(firstParty, operation({ body }))).allowed, false)
    assert.deepEqual(alone.log.lines, [
      {
        message: 'access policy failed and does not grant',
        fields: { policy: 'p0', reason: 'A reference contradicts itself: `reference` names another target' },
      },
    ])
    assert.equal((await accessOf(failing, fits).access.decide(firstParty, operation({ body }))).allowed, true)
  })

  it('a stored policy that is not valid does not grant and is logged with its id', async () => {
    for (const bad of [
      { engine: 'sql', sql: { query: 'select true' } },
      { engine: 'allow', link: [] },
      { engine: 'allow', link: [{ reference: 'Group/g' }] },
      { engine: 'allow', roleName: null },
    ] as JsonObject[]) {
      const { access, log } = accessOf(bad)
      assert.equal((await access.decide(firstParty, operation())).allowed, false)
      assert.equal((log.lines.at(0)?.fields as { policy?: string } | undefined)?.policy, 'p0')
    }
  })
})

describe('a policy that looks at what is stored', () => {
  const absent = { engine: 'matcho', matcho: { stored: 'nil?' } }
  const allows = async (changes: Partial<Operation>) =>
    (await accessOf(absent).access.decide(firstParty, operation(changes))).allowed

  it('does not grant where nobody can say', async () => {
    assert.equal(await allows({}), false)
    assert.equal(await allows({ stored: async () => ({ resourceType: 'Patient' }) }), false)
    assert.equal(await allows({ stored: async () => null }), true)
    assert.equal(await allows({ id: 'FhirSearch', resourceId: undefined }), true)
  })

  it('is tried after all others, and loads once', async () => {
    let loads = 0
    const stored = async () => {
      loads += 1
      return { name: 'x' }
    }
    const first = accessOf(absent, {}).access
    assert.equal((await first.decide(firstParty, operation({ stored }))).allowed, true)
    assert.equal(loads, 0)
    const named = { engine: 'matcho', matcho: { stored: { name: 'x' } } }
    const both = accessOf(absent, named).access
    assert.equal((await both.decide(firstParty, operation({ stored }))).allowed, true)
    assert.equal(loads, 1)
  })
})

describe('what a grant is bound to', () => {
  const readonly = (...paths: string[]) => ({
    engine: 'matcho',
    matcho: { uri: 'present?' },
    readonly: paths,
  })
  const ofClient = { link: link('Client/web') }
  const named = { engine: 'matcho', matcho: { params: { patient: 'p1' } } }
  const asked = operation({ query: [['patient', 'p1']] })
  for (const [name, caller, policies, expected] of [
    ['the elements of one policy', firstParty, [readonly('a', 'b')], { readonly: ['a', 'b'] }],
    [
      'those that all policies leave',
      firstParty,
      [readonly('a', 'b'), readonly('b', 'c')],
      { readonly: ['b'] },
    ],
    ['none where two leave different ones', firstParty, [readonly('a'), readonly('b')], {}],
    ['none where another policy grants', firstParty, [readonly('a'), {}], {}],
    [
      'those of both, of an app and its user',
      thirdParty,
      [
        { ...readonly('a'), ...ofClient },
        { ...readonly('b'), link: link('User/ann') },
      ],
      { readonly: ['b', 'a'] },
    ],
    ['the parameter that it names', firstParty, [named], { parameters: ['patient'] }],
    ['no parameter where another grants', firstParty, [named, {}], {}],
  ] as const) {
    it(name, async () => {
      const decision = await accessOf(...policies).access.decide(caller, asked)
      assert.deepEqual(decision, { allowed: true, ...expected })
    })
  }

  it('an unusable list of elements makes the policy unusable', async () => {
    for (const paths of [[], 'data', ['a b'], [1], null]) {
      const { access } = accessOf({ engine: 'allow', readonly: paths as never })
      assert.equal((await access.decide(firstParty, asked)).allowed, false)
    }
  })
})

describe('explanation', () => {
  it('names every policy that was looked at, how it was reached, and its result', async () => {
    const { access } = accessOf(
      {
        engine: 'matcho',
        matcho: { user: { id: 'bob' } },
        link: link('User/ann', 'User/bob'),
        description: 'd',
      },
      { roleName: 'nurse' },
      { link: link('User/bob') },
    )
    const { decision, operation: named, policies, request } = await access.explain(firstParty, operation())
    assert.deepEqual({ decision, named }, { decision: { allowed: true }, named: { id: 'FhirRead' } })
    assert.equal((request.user as JsonObject).id, 'ann')
    assert.deepEqual(JSON.parse(JSON.stringify(policies)), [
      { id: 'p1', engine: 'allow', reached: ['roleName nurse'], result: { 'eval-result': true } },
      {
        id: 'p0',
        description: 'd',
        engine: 'matcho',
        reached: ['User/ann'],
        result: { 'eval-result': false, errors: [{ path: ['user', 'id'], expected: 'bob', but: 'ann' }] },
      },
    ])
  })
})
