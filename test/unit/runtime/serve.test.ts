import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, it } from 'node:test'
import { PortError, serve } from '../../../src/runtime/serve.ts'

const local = { hostname: '127.0.0.1', port: 0 }

describe('serve', () => {
  it('answers with the address of the peer', async () => {
    const server = serve({
      ...local,
      fetch: (request): Response =>
        new Response(`${new URL(request.url).pathname} ${server.requestIP(request)?.address}`),
    })
    const answer = await fetch(`http://127.0.0.1:${server.port}/a`)
    assert.equal(await answer.text(), '/a 127.0.0.1')
    await server.stop(1000)
    await assert.rejects(fetch(`http://127.0.0.1:${server.port}/a`))
  })

  it('says that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    assert.throws(
      () => serve({ ...local, port, fetch: () => new Response() }),
      (error) => error instanceof PortError && /in use/.test(error.message),
    )
    other.close()
  })

  it('does not share a port with another server of its kind', async () => {
    const server = serve({ ...local, fetch: () => new Response() })
    assert.throws(() => serve({ ...local, port: server.port, fetch: () => new Response() }), PortError)
    await server.stop(1000)
  })

  it('lets a running request finish when it stops', async () => {
    const entered = Promise.withResolvers<void>()
    const server = serve({
      ...local,
      fetch: async () => {
        entered.resolve()
        await new Promise((resolve) => setTimeout(resolve, 300))
        return new Response('done')
      },
    })
    const answer = fetch(`http://127.0.0.1:${server.port}/`)
    await entered.promise
    const stopped = server.stop(5000)
    assert.equal(await (await answer).text(), 'done')
    await stopped
  })

  it('does not wait longer than it is told to', async () => {
    const entered = Promise.withResolvers<void>()
    const release = Promise.withResolvers<Response>()
    const server = serve({
      ...local,
      fetch: () => {
        entered.resolve()
        return release.promise
      },
    })
    const answer = fetch(`http://127.0.0.1:${server.port}/`).catch(() => null)
    await entered.promise
    const start = performance.now()
    await server.stop(200)
    assert.ok(performance.now() - start < 3000)
    release.resolve(new Response())
    await (await answer)?.text()
  })

  it('answers 500 without words when the handler throws', async () => {
    const server = serve({
      ...local,
      fetch: () => {
        throw new Error('sesame')
      },
    })
    const answer = await fetch(`http://127.0.0.1:${server.port}/`)
    assert.equal(answer.status, 500)
    assert.equal(await answer.text(), '')
    await server.stop(1000)
  })
})
