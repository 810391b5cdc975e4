/** Nobody's body is read before it is known that a policy could allow the write. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

const secret = 'a-secret-of-some-length'

before(async () => {
  app = await openTestApp()
  await app.root('PUT', '/Client/robot', { secret, grant_types: ['basic'] })
})
after(() => app.close())

/** A body that counts how often somebody asks for more of it. */
function watchedBody(text: string) {
  let pulled = 0
  const body = new ReadableStream(
    {
      pull(controller) {
        pulled += 1
        controller.enqueue(new TextEncoder().encode(text))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  return { body, pulled: () => pulled }
}

async function put(text: string, path = '/Patient/p1') {
  const { body, pulled } = watchedBody(text)
  const response = await app.fetch(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: basic('robot', secret) },
    ...{ body, duplex: 'half' },
  })
  await response.body?.cancel()
  return { status: response.status, pulled: pulled() }
}

const unread = { status: 403, pulled: 0 }

/** What becomes of a body that is no JSON under a policy. */
async function under(policy: Record<string, unknown>, path?: string) {
  const link = [{ reference: 'Client/robot' }]
  await app.root('PUT', '/AccessPolicy/of-robot', { link, ...policy })
  try {
    return await put('{', path)
  } finally {
    await app.root('DELETE', '/AccessPolicy/of-robot')
  }
}

describe('the body of a known caller', () => {
  it('stays unread without any policy', async () => {
    assert.deepEqual(await put('{'), unread)
  })

  it('stays unread where no policy that reaches the caller could grant the write', async () => {
    const read = { 'request-method': 'get' }
    assert.deepEqual(await under({ engine: 'matcho', matcho: read }), unread)
    assert.deepEqual(
      await under({ engine: 'matcho', matcho: { ...read, resource: { active: true } } }),
      unread,
    )
    assert.deepEqual(
      await under({
        engine: 'complex',
        and: [
          { engine: 'matcho', matcho: { resource: { active: true } } },
          { engine: 'matcho', matcho: read },
        ],
      }),
      unread,
    )
    assert.deepEqual(
      await under({ engine: 'matcho', matcho: { params: { 'resource/type': 'Role' } } }),
      unread,
    )
  })

  it('is read where a policy could grant it', async () => {
    for (const policy of [
      { engine: 'allow' },
      { engine: 'matcho', matcho: { 'request-method': 'put' } },
      { engine: 'matcho', matcho: { 'request-method': 'put', resource: { active: true } } },
      { engine: 'matcho', matcho: { resource: { active: true } } },
      { engine: 'matcho', matcho: { client: { id: '.resource.owner' } } },
      { engine: 'matcho', matcho: { 'request-method': 'put', $not: { resource: { active: true } } } },
      {
        engine: 'complex',
        or: [
          { engine: 'matcho', matcho: { 'request-method': 'get' } },
          { engine: 'matcho', matcho: { 'request-method': 'put', body: { active: true } } },
        ],
      },
    ]) {
      assert.equal((await under(policy)).pulled, 1, JSON.stringify(policy))
    }
  })
})
