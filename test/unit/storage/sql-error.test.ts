import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import { repeatOnConflict } from '../../../src/storage/run.ts'
import { toAppError } from '../../../src/storage/sql-error.ts'

function databaseError(code: string): Error {
  const more = {
    code,
    detail: 'Key (secret)',
    query: 'select secret',
    parameters: ['secret'],
    where: 'secret',
  }
  return Object.assign(new Error('about a secret'), more)
}

describe('a database error', () => {
  const categories: [string, string][] = [
    ['22P05', 'invalid'],
    ['22021', 'invalid'],
    ['22P02', 'invalid'],
    ['54001', 'invalid'],
    ['57014', 'transient'],
    ['57P01', 'transient'],
    ['08006', 'transient'],
    ['53300', 'transient'],
    ['40001', 'transient'],
    ['ECONNREFUSED', 'transient'],
    ['CONNECTION_CLOSED', 'transient'],
    ['CONNECT_TIMEOUT', 'transient'],
    ['42P01', 'exception'],
    ['23505', 'exception'],
    ['XX000', 'exception'],
  ]
  for (const [code, category] of categories) {
    it(`${code} is ${category} and tells nothing of its values`, () => {
      const error = toAppError(databaseError(code)) as AppError
      assert.equal(error.category, category)
      const cause = error.cause as Error
      assert.doesNotMatch(JSON.stringify([error, error.message, cause, cause.message, cause.stack]), /secret/)
      assert.match(cause.message, new RegExp(code))
    })
  }

  it('leaves what is no database error as it is', () => {
    const error = new Error('a bug')
    assert.equal(toAppError(error), error)
    const own = new AppError('conflict', 'x', 'y')
    assert.equal(toAppError(own), own)
  })
})

describe('repeatOnConflict', () => {
  const noPause = async () => {}
  const failing = (times: number, code: string) => {
    let runs = 0
    const work = async () => {
      if (runs++ < times) throw toAppError(databaseError(code))
      return runs
    }
    return { work, runs: () => runs }
  }

  it('repeats after a serialization failure and after a deadlock', async () => {
    assert.equal(await repeatOnConflict(failing(2, '40001').work, noPause), 3)
    assert.equal(await repeatOnConflict(failing(1, '40P01').work, noPause), 2)
  })

  it('gives up after some attempts with a transient error', async () => {
    const { work, runs } = failing(100, '40001')
    await assert.rejects(repeatOnConflict(work, noPause), { category: 'transient' })
    assert.equal(runs(), 40)
  })

  it('does not repeat anything else', async () => {
    const { work, runs } = failing(100, '23505')
    await assert.rejects(repeatOnConflict(work, noPause), { category: 'exception' })
    assert.equal(runs(), 1)
  })
})
