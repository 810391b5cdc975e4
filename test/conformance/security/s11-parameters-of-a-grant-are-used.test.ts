/** What was allowed for a parameter of the query is refused where the parameter is ignored. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { ask, putRobot } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('a parameter that a policy names', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
    const params = (more: object) => ({ engine: 'matcho', matcho: { params: more } })
    await app.root('PUT', '/User/ann', { email: 'ann@example.com' })
    await putRobot(app, 'own', params({ user: 'User/ann' }))
    await putRobot(app, 'path', { engine: 'matcho', matcho: { client: { id: '.params.name' } } })
    await putRobot(app, 'schema', {
      engine: 'json-schema',
      schema: { required: ['params'], properties: { params: { required: ['name'] } } },
    })
    await putRobot(app, 'text', { engine: 'matcho', matcho: { 'query-string': '#^name=nurse' } })
    await putRobot(app, 'pattern', {
      engine: 'json-schema',
      schema: { required: ['params'], properties: { params: { patternProperties: { '^na': {} } } } },
    })
    await putRobot(app, 'either', params({ name: 'nurse' }), {
      engine: 'matcho',
      matcho: { params: { 'resource/type': 'User' } },
    })
  })
  after(() => app.close())

  const issue = ([status, text]: readonly [number, string]) => [
    status,
    JSON.parse(text).issue?.[0].diagnostics,
  ]

  it('is used: the search answers', async () => {
    assert.equal((await ask(app, 'own', 'GET /Role?user=User/ann'))[0], 200)
  })

  it('is ignored, as the type has no such parameter: 400 says which', async () => {
    const message = 'The parameter user is not one of User'
    assert.deepEqual(issue(await ask(app, 'own', 'GET /User?user=User/ann')), [400, message])
    assert.deepEqual(issue(await ask(app, 'own', 'GET /fhir/User?user=User/ann')), [400, message])
  })

  it('named by a path or by a schema', async () => {
    assert.equal((await ask(app, 'path', 'GET /Grant?name=path'))[0], 400)
    assert.equal((await ask(app, 'path', 'GET /Role?name=path'))[0], 200)
    assert.equal((await ask(app, 'schema', 'GET /Grant?name=x'))[0], 400)
  })

  it('is one of those that the text of the query or a pattern may mean', async () => {
    await app.root('PUT', '/Role/n', { name: 'nurse', user: { reference: 'User/ann' } })
    const statusOf = async (robot: string, what: string) =>
      (await ask(app, robot, what, undefined, { prefer: 'handling=lenient' }))[0]
    for (const robot of ['text', 'pattern']) {
      assert.equal(await statusOf(robot, 'GET /Grant?name=nurse'), 400)
      assert.equal(await statusOf(robot, 'GET /Role/n?name=nurse'), 400)
      assert.equal(await statusOf(robot, 'GET /Role?name=nurse&_count=1&_format=json'), 200)
    }
  })

  it('is a criterion of searches: nothing else is read for it', async () => {
    await app.root('PUT', '/Role/r', { name: 'nurse', user: { reference: 'User/admin' } })
    const message = 'The access is given for the parameter user, which FhirRead does not use'
    assert.deepEqual(issue(await ask(app, 'own', 'GET /Role/r?user=User/ann')), [400, message])
    assert.equal((await ask(app, 'own', 'DELETE /Role/r?user=User/ann'))[0], 400)
    await app.root('GET', '/Role/r', undefined, 200)
  })

  it('does not matter where another policy grants without it', async () => {
    assert.equal((await ask(app, 'either', 'GET /User?name=nurse'))[0], 200)
  })
})
