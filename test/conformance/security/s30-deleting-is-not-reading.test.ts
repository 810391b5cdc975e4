/** Who may delete and not read is not shown what was deleted. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { ask, putRobot } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('the answer of a deletion', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
    const operation = (id: unknown) => ({ engine: 'matcho', matcho: { operation: { id } } })
    await putRobot(app, 'remover', operation('FhirDelete'))
    await putRobot(app, 'both', operation('FhirDelete'), {
      engine: 'matcho',
      matcho: { 'request-method': 'get', params: { 'resource/type': 'Role' }, stored: { name: 'shown' } },
    })
  })
  after(() => app.close())

  const remove = async (robot: string, name: string, prefer = 'return=representation') => {
    await app.root('PUT', '/Role/r', { name, user: { reference: 'User/admin' } })
    return await ask(app, robot, 'DELETE /Role/r', undefined, { prefer })
  }

  it('has nothing of the resource for who may not read it', async () => {
    assert.deepEqual(await remove('remover', 'hidden'), [204, ''])
    assert.deepEqual(await remove('both', 'hidden'), [204, ''])
    await app.root('GET', '/Role/r', undefined, 410)
  })

  it('has it for who may', async () => {
    const [status, text] = await remove('both', 'shown')
    assert.deepEqual([status, JSON.parse(text).name], [200, 'shown'])
  })

  it('says what was done, where that was asked for', async () => {
    const [status, text] = await remove('remover', 'hidden', 'return=OperationOutcome')
    assert.deepEqual([status, JSON.parse(text).resourceType], [200, 'OperationOutcome'])
  })
})
