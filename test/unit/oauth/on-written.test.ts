/** Sessions end although something fails while they do. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../../../src/kernel/clock.ts'
import { createKeepTrying } from '../../../src/oauth/keep-trying.ts'
import { endSessionsAfter } from '../../../src/oauth/on-written.ts'
import { Client } from '../../../src/oauth/resources/Client.ts'
import { Grant } from '../../../src/oauth/resources/Grant.ts'
import { Session } from '../../../src/oauth/resources/Session.ts'
import { createSessions } from '../../../src/oauth/sessions/sessions.ts'
import { type Documents, User } from '../../../src/plugin.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'

let opened: DocumentsFixture | undefined
after(() => opened?.close())

const change = { type: 'User', id: 'ann', resource: { id: 'ann' }, secretsChanged: ['password'] } as const

describe('after a change of the password', () => {
  it('every other session ends where one cannot', async () => {
    opened = await openDocuments({ types: [Client, Grant, Session, User] })
    const { documents: real, records } = opened
    const documents: Documents = {
      ...real,
      update: (type, id, change) =>
        id === 's1' ? Promise.reject(new Error('away')) : real.update(type, id, change),
    }
    const sessions = createSessions({ documents, records, clock: systemClock })
    for (const id of ['s0', 's1', 's2'])
      await sessions.create({ id, type: 'browser', userId: 'ann', expiresAt: undefined })
    await assert.rejects(endSessionsAfter({ ...change, outcome: 'updated' }, sessions, documents), /away/)
    const left = await documents.all(Session, [['active', 'true']])
    assert.deepEqual(
      left.map(({ id }) => id),
      ['s1'],
    )
  })

  it('it is tried again until they have ended', async () => {
    const tries = createKeepTrying(1)
    let attempts = 0
    const sessions = {
      async endAllOf() {
        attempts += 1
        if (attempts < 4) throw new Error('away')
        return 1
      },
    }
    const end = () => endSessionsAfter({ ...change, outcome: 'updated' }, sessions, {} as Documents)
    await assert.rejects(tries.run(end), /away/)
    assert.equal(attempts, 1)
    await wait(200)
    assert.equal(attempts, 4)
    tries.stop()
  })

  it('it is not tried again after the end of the server', async () => {
    const tries = createKeepTrying(1)
    let attempts = 0
    const work = async () => {
      attempts += 1
      throw new Error('away')
    }
    await assert.rejects(tries.run(work), /away/)
    tries.stop()
    await wait(50)
    assert.equal(attempts, 1)
  })
})

describe('after a deletion', () => {
  it('sessions end although consents cannot be forgotten', async () => {
    const ended: unknown[] = []
    const sessions = { endAllOf: async (owner: unknown) => ended.push(owner) }
    const documents = { all: async () => Promise.reject(new Error('away')) } as unknown as Documents
    await assert.rejects(endSessionsAfter({ ...change, outcome: 'deleted' }, sessions, documents), /away/)
    assert.deepEqual(ended, [{ userId: 'ann' }])
  })
})
