import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { describeStartFailure } from '../../../src/cli/start-failure.ts'
import { describeData, welcome } from '../../../src/cli/welcome.ts'
import { AppError } from '../../../src/kernel/errors.ts'

const facts = {
  config: { databaseUrl: undefined, dataDir: './data' },
  url: 'http://localhost:8080',
  runtime: 'Bun 1.4.5',
  startMs: 740,
  generated: {},
}

describe('the welcome', () => {
  it('shows generated secrets once, with a next step that can be pasted', () => {
    const first = welcome({ ...facts, generated: { ROOT_CLIENT_SECRET: 's3cret', ADMIN_PASSWORD: 'passw' } })
    assert.match(first, /Client root, secret +s3cret/)
    assert.match(first, /User admin, password +passw/)
    assert.match(first, /^curl -u root:s3cret -X PUT http:\/\/localhost:8080\/Client\/webapp/m)
    const later = welcome(facts)
    assert.doesNotMatch(later, /secret|curl/)
    assert.match(later, /ready after 0\.7 s/)
  })

  it('names the database without its user and password', () => {
    const text = describeData({
      databaseUrl: 'postgres://user:hidden@db.example:5432/fire',
      dataDir: './data',
    })
    assert.equal(text, 'PostgreSQL, db.example:5432/fire')
    assert.match(describeData({ databaseUrl: undefined, dataDir: 'memory://' }), /nothing is kept/)
  })
})

describe('a start that failed', () => {
  it('is told in words where the operator can mend it, with its stack where not', () => {
    const known = new AppError('conflict', 'data-folder-in-use', 'The data folder is in use.')
    assert.equal(describeStartFailure(known), 'The data folder is in use.\n')
    const caused = new AppError('invalid', 'x', 'It cannot be read.', { cause: new Error('line 3') })
    assert.equal(describeStartFailure(caused), 'It cannot be read. (line 3)\n')
    assert.match(describeStartFailure(new TypeError('a mistake of ours')), /a mistake of ours[\s\S]*at /)
    assert.equal(describeStartFailure('text'), 'text\n')
  })
})
