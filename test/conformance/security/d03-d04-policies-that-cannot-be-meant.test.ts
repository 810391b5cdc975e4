/** A policy that would open the server by accident, or that can never hold, is refused when it is written. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defaultPlugins } from '../../../src/app.ts'
import type { Plugin } from '../../../src/plugin.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const link = [{ reference: 'User/admin' }]

describe('a policy that cannot be meant', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
  })
  after(() => app.close())

  const issues = async (policy: object) => {
    const outcome = await app.root('PUT', '/AccessPolicy/oops', policy, 422)
    await app.root('GET', '/AccessPolicy/oops', undefined, 404)
    return (outcome.issue as { expression?: string[]; diagnostics: string }[]).map(
      ({ expression, diagnostics }) => `${expression?.[0]}: ${diagnostics}`,
    )
  }

  it('does not open the server', async () => {
    const [found = ''] = await issues({ engine: 'allow' })
    assert.match(found, /^AccessPolicy.public: .*everybody.*`public: true`/)
    assert.equal((await app.fetch('/Client')).status, 401)
  })

  it('is told with all that is wrong, and what was meant', async () => {
    const found = await issues({
      engine: 'matcho',
      link: [{ reference: 'User/nobody' }],
      matcho: {
        'request-method': 'GET',
        usr: { id: 'ann' },
        operation: { id: 'FhirReed' },
        params: { 'resource/type': 'Rol', 'resource/id': 'x' },
      },
    })
    assert.deepEqual(found.length, 5, found.join('\n'))
    const text = found.join('\n')
    for (const meant of ['get', 'user', 'FhirRead', 'Role'])
      assert.ok(text.includes(`did you mean ${meant}?`), text)
    assert.ok(text.includes('There is no User/nobody'), text)
  })

  it('is one for a parameter that the type does not have', async () => {
    const matcho = { params: { 'resource/type': 'User', user: '.user.id' } }
    assert.deepEqual(await issues({ engine: 'matcho', link, matcho }), [
      'AccessPolicy.matcho.params.user: Unknown search parameter of User: user',
    ])
  })

  it('is not one that says that it is public', async () => {
    const matcho = { 'request-method': 'get', uri: '/Role' }
    await app.root('PUT', '/AccessPolicy/public', { engine: 'matcho', public: true, matcho }, 201)
    assert.equal((await app.fetch('/Role')).status, 200)
    await app.root('PUT', '/AccessPolicy/public', { engine: 'allow', public: true }, 200)
    assert.equal((await app.fetch('/Client')).status, 200)
    await app.root('DELETE', '/AccessPolicy/public')
  })
})

describe('such a policy that is stored already', () => {
  /** As a version of the server that did not refuse it has left it. */
  const fromBefore: Plugin = {
    name: 'from-before',
    async start({ store }) {
      const policy = { resourceType: 'AccessPolicy', id: 'old', engine: 'allow' }
      await store.write({
        type: 'AccessPolicy',
        id: 'old',
        text: JSON.stringify(policy),
        expect: { kind: 'any' },
      })
      return {}
    },
  }

  it('counts until it is written again', async () => {
    const app = await openTestApp({}, [...defaultPlugins(), fromBefore])
    try {
      assert.equal((await app.fetch('/Role')).status, 200)
      await app.root('PUT', '/AccessPolicy/old', { engine: 'allow' }, 422)
      await app.root('PUT', '/AccessPolicy/old', { engine: 'allow', roleName: 'nurse' }, 200)
      assert.equal((await app.fetch('/Role')).status, 401)
    } finally {
      await app.close()
    }
  })
})
