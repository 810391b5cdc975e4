import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defaultPlugins } from '../../../src/app.ts'
import type { Plugin, PluginHost } from '../../../src/plugin.ts'
import { basic, getTokens, postToken, putClient, putUser, refresh } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns, type SignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

/** Of `secret`: the example of com.lambdaworks.crypto.SCryptUtil. */
const hash = '$s0$e0801$epIxT/h6HbbwHaehFnh/bw==$7H0vsXlY8UxxyW/BWx/9GuY7jEvGjT71GFd6O4SZND0='
/** Of `a password of a person`. */
const hashOfPassword = '$s0$a0801$c2FsdHNhbHRzYWx0c2FsdA==$BO04GwGBDWkLSm3bOpusVCtL0hqjidSAPNS/4//ceVk='

let app: TestApp
let signIns: SignIns
let store: PluginHost['store'] | undefined
const storeKeeper: Plugin = {
  name: 'store-keeper',
  start(host) {
    store = host.store
    return {}
  },
}

before(async () => {
  app = await openTestApp({}, [...defaultPlugins(), storeKeeper])
  signIns = await openSignIns(app)
  await putClient(app, 'webapp')
})
after(() => app.close())

const storedOf = async (type: string, id: string, field: string) =>
  JSON.parse((await store?.read(type, id))?.text ?? '{}')[field]

describe('a scrypt hash of another system', () => {
  it('is taken for what it is, and gives way to argon2id at the next sign-in, which ends no session', async () => {
    await putUser(app, 'ann', { password: hashOfPassword })
    assert.equal(await storedOf('User', 'ann', 'password'), hashOfPassword)
    assert.equal(await signIns.status('ann', hashOfPassword), 401, 'the hash is no password')
    const { refresh_token: token = '' } = await getTokens(app, 'webapp', 'ann')
    assert.match(await storedOf('User', 'ann', 'password'), /^\$argon2id\$/)
    assert.equal((await refresh(app, token)).status, 200)
    assert.equal(await signIns.status('ann'), 302)
    assert.equal(await signIns.status('ann', 'wrong password'), 401)
  })

  it('of a password that is shorter than a new one may be still lets people in', async () => {
    await putUser(app, 'bob', { password: hash })
    assert.equal(await signIns.status('bob', 'secret'), 302)
    assert.equal(await storedOf('User', 'bob', 'password'), hash)
  })

  it('is taken for a client, too', async () => {
    await putClient(app, 'job', { secret: hash, grant_types: ['client_credentials'] })
    const tokenOf = async (secret: string) =>
      (await postToken(app, { grant_type: 'client_credentials' }, { authorization: basic('job', secret) }))
        .status
    assert.equal(await tokenOf('wrong-secret'), 401)
    assert.equal(await tokenOf('secret'), 200)
    assert.equal(await tokenOf('secret'), 200)
  })

  it('gives way when its secret is written', async () => {
    await putUser(app, 'carl', { password: hashOfPassword })
    await putUser(app, 'carl')
    assert.match(await storedOf('User', 'carl', 'password'), /^\$argon2id\$/)
  })

  it('that is malformed is a password like any other, and is hashed', async () => {
    await putUser(app, 'dora', { password: '$s0$e0801$nothing' })
    assert.match(await storedOf('User', 'dora', 'password'), /^\$argon2id\$/)
    assert.equal(await signIns.status('dora', '$s0$e0801$nothing'), 302)
  })
})
