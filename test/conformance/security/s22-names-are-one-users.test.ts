import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defaultPlugins } from '../../../src/app.ts'
import type { Plugin, PluginHost } from '../../../src/plugin.ts'
import { password, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns, type SignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
let signIns: SignIns
let store: PluginHost['store'] | undefined
const storeKeeper: Plugin = {
  name: 'store-keeper',
  start(host) {
    store = host.store
    return {}
  },
}

before(async () => {
  app = await openTestApp({}, [...defaultPlugins(), storeKeeper])
  await putUser(app, 'ann', { userName: 'annie', email: 'Ann@Example.com' })
  await putUser(app, 'BOB')
  signIns = await openSignIns(app)
})
after(() => app.close())

const refused = async (method: string, path: string, body: Record<string, unknown>) => {
  const { issue } = await app.root(method, path, { password, ...body }, 422)
  return (issue as { code: string; expression?: string[] }[]).map(({ code, expression }) => [
    code,
    expression?.[0],
  ])
}

describe('a name to sign in with', () => {
  for (const [name, who] of [
    ['ANN', 'ann'],
    ['Annie', 'ann'],
    ['ann@example.com', 'ann'],
    ['ANN@EXAMPLE.COM', 'ann'],
    ['bob', 'BOB'],
    ['bob@EXAMPLE.com', 'BOB'],
  ] as const) {
    it(`may be typed as ${name}`, async () => {
      assert.equal(await signIns.status(name), 302, who)
    })
  }

  it('means nobody when it is only like one', async () => {
    for (const name of ['an', 'ann_', 'ann%', 'a.n', '.*'])
      assert.equal(await signIns.status(name), 401, name)
  })

  it('cannot be made the id of another user, nor in another case', async () => {
    const taken = [['duplicate', 'User.id']]
    assert.deepEqual(await refused('POST', '/User', { id: 'annie' }), taken)
    assert.deepEqual(await refused('PUT', '/User/ANNIE', {}), taken)
    assert.deepEqual(await refused('PUT', '/User/Ann', {}), taken)
  })

  it('cannot be taken as a user name or an e-mail address, in whatever case', async () => {
    assert.deepEqual(await refused('PUT', '/User/x', { email: 'ANN@example.com' }), [
      ['duplicate', 'User.email'],
    ])
    assert.deepEqual(await refused('PUT', '/User/x', { userName: 'AnnIE' }), [['duplicate', 'User.userName']])
    assert.deepEqual(await refused('PUT', '/User/x', { userName: 'bob' }), [['duplicate', 'User.userName']])
    await app.root('PUT', '/User/x', { userName: 'x', email: 'x@example.com', password }, 201)
  })

  it('is found in searches in whatever case', async () => {
    for (const query of [
      'email=ann@EXAMPLE.com',
      'user-name=ANNIE',
      'sign-in-name=ANN',
      'sign-in-name=ann@example.com',
    ]) {
      const { total, entry } = await app.root('GET', `/User?${query}&_total=accurate`)
      assert.equal(total, 1, query)
      assert.match(JSON.stringify(entry), /"id":"ann"/, query)
    }
    assert.equal((await app.root('GET', '/User?email=ann@EXAMPLE.co&_total=accurate')).total, 0)
  })
})

describe('names that an older database has twice', () => {
  before(async () => {
    // As they were before names were compared so: written past the rules.
    for (const [id, email] of [
      ['dora1', 'Dora@example.com'],
      ['dora2', 'dora@example.com'],
    ] as const) {
      await putUser(app, id, { email: `${id}@example.com` })
      const { text = '{}' } = (await store?.read('User', id)) ?? {}
      const changed = JSON.stringify({ ...JSON.parse(text), email })
      await store?.write({ type: 'User', id, text: changed, expect: { kind: 'any' } })
    }
  })

  it('mean the one that is written just so, and nobody where none is', async () => {
    assert.equal(await signIns.status('Dora@example.com'), 302)
    assert.equal(await signIns.status('dora@example.com'), 302)
    assert.equal(await signIns.status('DORA@example.com'), 401)
  })

  it('stay where the user is written with it again, and are refused to others', async () => {
    await app.root('PUT', '/User/dora1', { email: 'Dora@example.com', displayName: 'Dora' }, 200)
    assert.deepEqual(await refused('PUT', '/User/dora1', { email: 'DORA@example.com' }), [
      ['duplicate', 'User.email'],
    ])
  })
})
