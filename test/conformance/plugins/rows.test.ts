/** An access of a stranger, against the exports of the package alone, that leaves some rows and elements of a type. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { allOf, fieldIs, type Plugin } from 'firekeep/plugin'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

/** Operators may do everything; everybody else sees women who are not called Secret, without their birth date. */
const women: Plugin = {
  name: 'women',
  start: () => ({
    access: {
      decide: (caller) =>
        caller !== null
          ? { allowed: true }
          : {
              allowed: true,
              rows: allOf(fieldIs('gender', 'female'), { kind: 'not', of: fieldIs('name.family', 'Secret') }),
              hide: ['birthDate'],
              readonly: ['name'],
            },
    },
  }),
}

const patient = (id: string, gender: string, family: string) => ({
  ...{ resourceType: 'Patient', id, gender, birthDate: '1974-12-25' },
  name: [{ family }],
})

let app: TestApp

before(async () => {
  const { oauth } = await import('firekeep/oauth')
  app = await openTestApp({}, [oauth(), women])
  await app.root('PUT', '/Patient/a', patient('a', 'female', 'Chalmers'))
  await app.root('PUT', '/Patient/b', patient('b', 'male', 'Chalmers'))
  await app.root('PUT', '/Patient/c', patient('c', 'female', 'Secret'))
})
after(() => app.close())

async function get(path: string) {
  const response = await app.fetch(path)
  return { status: response.status, body: JSON.parse(await response.text()) }
}

function put(body: Record<string, unknown>) {
  const headers = { 'content-type': 'application/json' }
  return app.fetch(`/Patient/${body.id}`, { method: 'PUT', headers, body: JSON.stringify(body) })
}

describe('rows and elements that an access leaves', () => {
  it('are all that is found, counted and read', async () => {
    const { body } = await get('/Patient?_total=accurate')
    assert.equal(body.total, 1)
    assert.deepEqual(
      body.entry.map(({ resource }: { resource: { id: string } }) => resource.id),
      ['a'],
    )
    assert.equal((await get('/Patient/a')).body.birthDate, undefined)
    for (const id of ['b', 'c', 'nobody']) assert.equal((await get(`/Patient/${id}`)).status, 404)
  })

  it('are all that can be searched by and written', async () => {
    assert.equal((await get('/Patient?birthdate=1974')).status, 403)
    assert.equal((await put({ ...patient('a', 'female', 'Chalmers'), birthDate: undefined })).status, 200)
    assert.equal((await put({ ...patient('a', 'female', 'Other'), birthDate: undefined })).status, 403)
    assert.equal((await put({ ...patient('a', 'male', 'Chalmers'), birthDate: undefined })).status, 403)
    const kept = await app.root('GET', '/Patient/a')
    assert.equal(kept.birthDate, '1974-12-25')
  })
})
