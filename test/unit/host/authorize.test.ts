import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Decision } from '../../../src/engine/ports/access.ts'
import { createAuthorize } from '../../../src/host/authorize.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { RouteRequest } from '../../../src/plugin.ts'

const request: RouteRequest = {
  ...{ method: 'POST', scheme: 'http', path: '/tool', queryString: undefined },
  ...{ headers: new Headers(), remoteAddress: '', requestId: 'r', params: {}, note() {} },
  url: new URL('http://fire.test/tool'),
  text: async () => '',
  caller: () => null,
}

function authorizeWith(decision: Decision) {
  return createAuthorize(() => decision)(request, 'Tool')
}

describe('a route of a plug-in', () => {
  it('gets the caller whom the access allows it', async () => {
    assert.equal(await authorizeWith({ allowed: true }), null)
  })

  it('is refused as every operation is, with the challenges of the access', async () => {
    const challenges = ['Api-Key realm="fire"']
    const denied = { allowed: false, reason: 'unauthenticated', message: 'Who is it?', challenges } as const
    await assert.rejects(authorizeWith(denied), (error: unknown) => {
      assert.ok(error instanceof AppError)
      assert.equal(error.category, 'unauthenticated')
      assert.deepEqual(error.challenges, challenges)
      return true
    })
  })
})
