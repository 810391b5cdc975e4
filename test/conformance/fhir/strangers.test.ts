/** Bodies of callers whom nobody knows: they cost nothing before it is known that they may write. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
})
after(() => app.close())

const headers = { 'content-type': 'application/json' }

/** A body that says when somebody begins to read it. */
function watchedBody(bytes: number) {
  let pulled = 0
  const body = new ReadableStream(
    {
      pull(controller) {
        pulled += 1
        controller.enqueue(new TextEncoder().encode('['.repeat(bytes)))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  return { body, pulled: () => pulled }
}

describe('a large body of a stranger', () => {
  it('is refused before it is parsed', async () => {
    for (const method of ['POST', 'PUT']) {
      const path = method === 'POST' ? '/Patient' : '/Patient/p1'
      const body = '['.repeat(300 * 1024)
      const response = await app.fetch(path, {
        method,
        headers: { ...headers, 'content-length': String(body.length) },
        body,
      })
      assert.equal(response.status, 401, await response.text())
    }
  })

  it('is not read at all when it does not say its length', async () => {
    const { body, pulled } = watchedBody(300 * 1024)
    const init = { method: 'POST', headers, body, duplex: 'half' }
    assert.equal((await app.fetch('/Patient', init)).status, 401)
    assert.equal(pulled(), 0)
  })

  it('has at most 16 KiB, also where a policy allows the write to everybody', async () => {
    await app.root('PUT', '/AccessPolicy/open', {
      engine: 'allow',
      link: [{ reference: 'Operation/FhirCreate' }],
    })
    const post = async (bytes: number) => {
      const { body, pulled } = watchedBody(bytes)
      const init = { method: 'POST', headers, body, duplex: 'half' }
      return [(await app.fetch('/Patient', init)).status, pulled()]
    }
    assert.deepEqual(await post(16 * 1024), [400, 1])
    assert.deepEqual(await post(16 * 1024 + 1), [413, 1])
    await app.root('DELETE', '/AccessPolicy/open')
  })
})
