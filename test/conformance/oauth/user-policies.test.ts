/** What a token may do: the policies of its user, and only those, from the request after they were written. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  basic,
  bearer,
  getTokens,
  putClient,
  putUser,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
let token: string

before(async () => {
  app = await openTestApp({ SCHEMA_DIR: new URL('../../../schemas', import.meta.url).pathname })
  await putUser(app, 'ann', { data: { ward: 'north' } })
  await putUser(app, 'bob')
  await putClient(app, 'webapp')
  await app.root('PUT', '/Patient/p1', { name: [{ family: 'Chalmers' }], gender: 'male' })
  await app.root('PUT', '/Patient/p2', { name: [{ family: 'Other' }] })
  token = (await getTokens(app, 'webapp', 'ann')).access_token
})
after(() => app.close())

const status = async (path: string, init: RequestInit = {}, bearerToken = token) =>
  (await app.fetch(path, { ...init, headers: { ...bearer(bearerToken), ...init.headers } })).status

async function withPolicy(policy: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
  await app.root('PUT', '/AccessPolicy/tried', policy)
  try {
    await work()
  } finally {
    await app.root('DELETE', '/AccessPolicy/tried')
  }
}

const put = (body: unknown): RequestInit => ({
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

describe('without a policy', () => {
  it('everything is refused, before anything of the resource is looked at', async () => {
    for (const path of [
      '/Patient/p1',
      '/Patient/none',
      '/Patient',
      '/Client/webapp',
      '/User/ann',
      '/fhir/Patient/p1',
    ]) {
      assert.equal(await status(path), 403, path)
    }
    assert.equal(await status('/Patient/p9', put({ nonsense: true })), 403)
    await app.root('GET', '/Patient/p9', undefined, 404)
  })

  it('the refusal is an OperationOutcome in the format that was asked for', async () => {
    const response = await app.fetch('/Patient/p1', { headers: { ...bearer(token), accept: 'text/yaml' } })
    assert.match(response.headers.get('content-type') ?? '', /^text\/yaml/)
    assert.match(await response.text(), /code: forbidden/)
    assert.ok(response.headers.get('x-request-id'))
  })
})

describe('a policy of the user', () => {
  it('counts at the next request, and no more after it is gone', async () => {
    await withPolicy({ engine: 'allow', link: [{ reference: 'User/ann' }] }, async () => {
      assert.equal(await status('/Patient/p1'), 200)
      assert.equal(await status('/Patient/none'), 404)
    })
    assert.equal(await status('/Patient/p1'), 403)
  })

  it('of another user does not count', async () => {
    await withPolicy({ engine: 'allow', link: [{ resourceType: 'User', id: 'bob' }] }, async () => {
      assert.equal(await status('/Patient/p1'), 403)
    })
  })

  it('of the client does not count for a first-party client', async () => {
    await withPolicy({ engine: 'allow', link: [{ reference: 'Client/webapp' }] }, async () => {
      assert.equal(await status('/Patient/p1'), 403)
    })
  })

  it('by operation and by type: matcho on the request object', async () => {
    const matcho = {
      operation: { id: 'FhirRead' },
      params: { 'resource/type': 'Patient', 'resource/id': 'p1' },
    }
    await withPolicy({ engine: 'matcho', link: [{ reference: 'User/ann' }], matcho }, async () => {
      assert.equal(await status('/Patient/p1'), 200)
      assert.equal(await status('/fhir/Patient/p1'), 200)
      assert.equal(await status('/P%61tient/p1'), 200, 'another spelling of the same path')
      assert.equal(await status('/Patient/p2'), 403)
      assert.equal(await status('/Patient'), 403)
      assert.equal(await status('/Patient/p1', put({ gender: 'female' })), 403)
      assert.equal(await status('/Patient/p1', { method: 'DELETE' }), 403)
    })
  })

  it('on the body: the value that is written decides', async () => {
    const matcho = { 'request-method': 'put', body: { gender: { $enum: ['male', 'female'] } } }
    await withPolicy({ engine: 'matcho', link: [{ reference: 'User/ann' }], matcho }, async () => {
      assert.equal(await status('/Patient/p3', put({ gender: 'female' })), 201)
      assert.equal(await status('/Patient/p3', put({ gender: 'other' })), 403)
      assert.equal(await status('/Patient/p3', put({})), 403)
    })
  })

  it('on the user: what is in the User resource, as it is now', async () => {
    const matcho = { user: { data: { ward: 'north' } }, 'request-method': 'get' }
    await withPolicy({ engine: 'matcho', matcho }, async () => {
      assert.equal(await status('/Patient/p1'), 200)
      await putUser(app, 'ann', { data: { ward: 'south' } })
      assert.equal(await status('/Patient/p1'), 403)
      await putUser(app, 'ann', { data: { ward: 'north' } })
    })
  })

  it('through a role that the user holds', async () => {
    await withPolicy({ engine: 'allow', roleName: 'nurse' }, async () => {
      assert.equal(await status('/Patient/p1'), 403)
      await app.root('PUT', '/Role/r1', { name: 'nurse', user: { reference: 'User/ann' } })
      assert.equal(await status('/Patient/p1'), 200)
      await app.root('DELETE', '/Role/r1')
      assert.equal(await status('/Patient/p1'), 403)
    })
  })

  it('through an operation, for everybody', async () => {
    await withPolicy({ engine: 'allow', link: [{ reference: 'Operation/FhirSearch' }] }, async () => {
      assert.equal(await status('/Patient'), 200)
      assert.equal((await app.fetch('/Patient')).status, 200, 'anonymous too')
      assert.equal(await status('/Patient/p1'), 403)
    })
  })

  it('on a type that a YAML file alone has added', async () => {
    const matcho = { params: { 'resource/type': 'Appointment' } }
    const appointment = {
      status: 'booked',
      participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }],
    }
    await withPolicy({ engine: 'matcho', link: [{ reference: 'User/ann' }], matcho }, async () => {
      assert.equal(await status('/Appointment/a1', put(appointment)), 201)
      assert.equal(await status('/Appointment?actor=Patient/p1'), 200)
      assert.equal(await status('/Patient/p1'), 403)
    })
  })
})

describe('a third-party client', () => {
  it('acts under the policies of its user; scopes narrow them and never widen', async () => {
    await putClient(app, 'third', webapp({}, { first_party: false }))
    const scoped = async (scope: string) => {
      const agent = new UserAgent(app)
      const page = await signIn(agent, authorizeUrl('third', { scope }), 'ann')
      const back = await agent.submit(await readForm(page), { decision: 'allow' })
      const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
      const body = new URLSearchParams({ grant_type: 'authorization_code', code })
      const headers = { authorization: basic('third', 'verysecret') }
      return (await (await app.fetch('/auth/token', { method: 'POST', headers, body })).json())
        .access_token as string
    }
    const narrow = await scoped('user/Appointment.read')
    const fitting = await scoped('user/Patient.read')
    assert.equal(await status('/Patient/p1', {}, fitting), 403, 'no policy, whatever the scope says')
    await withPolicy({ engine: 'allow', link: [{ reference: 'User/ann' }] }, async () => {
      assert.equal(await status('/Patient/p1', {}, fitting), 200)
      assert.equal(await status('/Patient/p1', {}, narrow), 403)
      assert.equal(await status('/Patient/p1', put({}), fitting), 403)
    })
  })
})

describe('a policy is checked when it is written', () => {
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ['no engine', {}, /AccessPolicy/],
    ['an unknown engine', { engine: 'wish' }, /AccessPolicy.engine/],
    ['a missing pattern', { engine: 'matcho' }, /AccessPolicy.matcho/],
    ['a pattern that says nothing', { engine: 'matcho', matcho: {} }, /AccessPolicy.matcho/],
    [
      'an unknown operator',
      { engine: 'matcho', matcho: { user: { $maybe: 1 } } },
      /AccessPolicy.matcho.user/,
    ],
    ['a bad regular expression', { engine: 'matcho', matcho: { uri: '#(' } }, /AccessPolicy.matcho.uri/],
    ['a link to another type', { engine: 'allow', link: [{ reference: 'Patient/p1' }] }, /AccessPolicy.link/],
    ['a link to nobody', { engine: 'allow', link: [{ reference: 'User/nobody' }] }, /AccessPolicy.link/],
    [
      'an unknown operation',
      { engine: 'allow', link: [{ reference: 'Operation/Fly' }] },
      /AccessPolicy.link/,
    ],
    ['no link left in a list', { engine: 'allow', link: [] }, /AccessPolicy.link/],
    ['an empty link', { engine: 'allow', link: [{}] }, /AccessPolicy.link/],
    ['a link that is null', { engine: 'allow', link: null }, /AccessPolicy.link/],
    ['a role that is null', { engine: 'allow', roleName: null }, /AccessPolicy.roleName/],
    ['a link that is an object', { engine: 'allow', link: {} }, /AccessPolicy.link/],
    ['a link of nulls', { engine: 'allow', link: { reference: null } }, /AccessPolicy.link/],
    ['a role that is an object', { engine: 'allow', roleName: {} }, /AccessPolicy.roleName/],
    ['a schema that anything fits', { engine: 'json-schema', schema: { title: 'x' } }, /AccessPolicy.schema/],
  ]
  for (const [name, policy, expression] of cases) {
    it(`422: ${name}`, async () => {
      const outcome = await app.root('PUT', '/AccessPolicy/refused', policy, 422)
      assert.match(JSON.stringify(outcome.issue), expression)
      await app.root('GET', '/AccessPolicy/refused', undefined, 404)
    })
  }
})
