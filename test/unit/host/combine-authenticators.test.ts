import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller, RequestSnapshot } from '../../../src/engine/ports/access.ts'
import { combineAuthenticators } from '../../../src/host/combine-authenticators.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { StartedPlugin } from '../../../src/plugin.ts'

const request = (headers: Record<string, string> = {}): RequestSnapshot => ({
  method: 'GET',
  scheme: 'https',
  path: '/',
  queryString: undefined,
  headers: new Headers(headers),
  remoteAddress: '192.0.2.1',
  requestId: 'r',
})
const caller = (name: string): Caller => ({ name, roles: [], actsForUserAlone: true })

/** Knows one scheme; `late`: answers with a promise. */
function knows(scheme: string, isLate = false): StartedPlugin {
  return {
    authenticator: {
      challenges: [scheme],
      authenticate({ headers }) {
        const [given, name = ''] = (headers.get('authorization') ?? '').split(' ')
        if (given === scheme && name === 'bad') throw new AppError('unauthenticated', 'bad', 'Bad')
        const found = given === scheme ? caller(name) : null
        return isLate ? Promise.resolve(found) : found
      },
    },
  }
}

describe('several authenticators', () => {
  for (const isLate of [false, true]) {
    const { authenticate, challenges } = combineAuthenticators([knows('A', isLate), {}, knows('B')])
    const from = async (authorization?: string) =>
      await authenticate(request(authorization === undefined ? {} : { authorization }))

    describe(isLate ? 'that answer late' : 'that answer at once', () => {
      it('each recognises its own', async () => {
        assert.equal((await from('A ann'))?.name, 'ann')
        assert.equal((await from('B bob'))?.name, 'bob')
      })
      it('nobody without credentials', async () => assert.equal(await from(), null))
      it('credentials that nobody owns are 401 with every challenge', async () => {
        await assert.rejects(from('C x'), (error) => {
          assert.ok(error instanceof AppError)
          assert.equal(error.category, 'unauthenticated')
          assert.deepEqual(error.challenges, ['A', 'B'])
          assert.match(error.message, /it takes A, B$/)
          return true
        })
      })
      it('bad ones are not tried on the next', () => assert.rejects(from('A bad'), /Bad/))
      it('tell all challenges', () => assert.deepEqual(challenges, ['A', 'B']))
    })
  }

  it('answer without a promise where they can', () => {
    const { authenticate } = combineAuthenticators([knows('A'), knows('B')])
    assert.ok(!(authenticate(request({ authorization: 'B x' })) instanceof Promise))
  })

  it('an Authorization header beside credentials that somebody owns does not matter', async () => {
    const cookies: StartedPlugin = {
      authenticator: { challenges: [], authenticate: () => caller('by cookie') },
    }
    const { authenticate } = combineAuthenticators([cookies])
    assert.equal((await authenticate(request({ authorization: 'C x' })))?.name, 'by cookie')
  })
})

describe('who refines callers', () => {
  it('has the last word, one after the other, also on nobody', async () => {
    const refine = (mark: string): StartedPlugin => ({
      refineCaller: async (found) => caller(`${found?.name ?? 'nobody'}${mark}`),
    })
    const { authenticate } = combineAuthenticators([refine('+1'), knows('A'), refine('+2')])
    assert.equal((await authenticate(request({ authorization: 'A ann' })))?.name, 'ann+1+2')
    assert.equal((await authenticate(request()))?.name, 'nobody+1+2')
  })
})
