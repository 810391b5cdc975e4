/** Who is allowed everything: named by `oauth`, admitted by `policies`; and what an operator took away stays away. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import apiKey from '../../../examples/plugins/api-key.ts'
import { createApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { oauth } from '../../../src/oauth/oauth.ts'
import { policies } from '../../../src/policies/policies.ts'
import { basic, openTestApp, rootSecret } from '../../support/test-app.ts'

describe('administrators', () => {
  for (const [order, plugins] of [
    ['oauth first', () => [oauth(), policies()]],
    ['policies first', () => [policies(), oauth()]],
  ] as const) {
    it(`are admitted at the first start, ${order}`, async () => {
      const app = await openTestApp({}, plugins())
      try {
        const policy = await app.root('GET', '/AccessPolicy/root-client')
        assert.deepEqual(policy.link, [{ reference: 'Client/root' }])
        await app.root('GET', '/AccessPolicy/admin-user')
      } finally {
        await app.close()
      }
    })
  }
})

describe('a policy of an administrator that was deleted', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firekeep-administrators-'))
  })
  after(() => rm(folder, { recursive: true }))

  /** One start after the other on the same data. */
  async function start(env: Record<string, string>, act: (send: Send) => Promise<void>): Promise<void> {
    const config = readConfig({ DATA_DIR: join(folder, 'data'), ...env }, [oauth(), policies()])
    const app = await createApp(config, { log: silentLog })
    const headers = { authorization: basic('root', rootSecret) }
    await act(
      async (method, path) => (await app.fetch(new Request(`${app.url}${path}`, { method, headers }))).status,
    )
    await app.close()
  }
  type Send = (method: string, path: string) => Promise<number>

  it('is made again only when the secret is configured', async () => {
    const configured = { ROOT_CLIENT_SECRET: rootSecret }
    await start(configured, async (send) => {
      assert.equal(await send('DELETE', '/AccessPolicy/admin-user'), 200)
      assert.equal(await send('DELETE', '/AccessPolicy/root-client'), 200)
      assert.equal(await send('GET', '/User/admin'), 403)
    })
    await start({}, async (send) => assert.equal(await send('GET', '/User/admin'), 403))
    await start(configured, async (send) => {
      assert.equal(await send('GET', '/User/admin'), 200)
      assert.equal(await send('GET', '/AccessPolicy/admin-user'), 410)
    })
  })

  it('counts for an administrator that the server has made anew', async () => {
    const configured = { ROOT_CLIENT_SECRET: rootSecret }
    await start(configured, async (send) => {
      assert.equal(await send('DELETE', '/Client/root'), 200)
      assert.equal(await send('GET', '/User/admin'), 401)
    })
    await start(configured, async (send) => assert.equal(await send('GET', '/User/admin'), 200))
  })
})

describe('the su header', () => {
  it('refines callers of any authenticator', async () => {
    const app = await openTestApp({ SU_HEADER: 'on' }, [oauth(), policies(), apiKey])
    try {
      const secret = 'an-api-key-of-thirty-two-characters'
      await app.root('PUT', '/User/ann', {})
      await app.root('PUT', '/ApiKey/admins', { user: { reference: 'User/admin' }, secret })
      await app.root('PUT', '/ApiKey/anns', { user: { reference: 'User/ann' }, secret })
      const statusOf = async (key: string, su?: string) => {
        const headers = { authorization: `ApiKey ${key}:${secret}`, ...(su !== undefined && { su }) }
        return (await app.fetch('/User/admin', { headers })).status
      }
      assert.equal(await statusOf('admins'), 200)
      assert.equal(await statusOf('admins', 'User/ann'), 403)
      assert.equal(await statusOf('admins', 'User/nobody'), 400)
      assert.equal(await statusOf('anns', 'User/admin'), 403)
    } finally {
      await app.close()
    }
  })
})
