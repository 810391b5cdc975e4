import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { User } from '../../../src/directory/User.ts'
import { createPasswords } from '../../../src/oauth/passwords/verify-password.ts'
import { createThrottle, type Throttle } from '../../../src/oauth/throttle/throttle.ts'
import { systemDigest as digest } from '../../../src/runtime/digest.ts'
import { createSecrets } from '../../../src/runtime/secrets.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

/** Of `a password of a person`. */
const foreignHash = '$s0$a0801$c2FsdHNhbHRzYWx0c2FsdA==$BO04GwGBDWkLSm3bOpusVCtL0hqjidSAPNS/4//ceVk='
const password = 'a password of a person'
const origin = { address: '203.0.113.7', device: undefined }

let fixture: DocumentsFixture

beforeEach(async () => {
  fixture = await openDocuments({ types: [User] })
  await fixture.documents.create(User, { resourceType: 'User', id: 'ann', password: foreignHash })
})
afterEach(() => fixture.close())

const hashOf = async () => (await fixture.documents.read(User, 'ann'))?.secrets.password

async function signIn(throttle: Throttle = createThrottle(fixture.records, digest)) {
  const passwords = createPasswords({
    documents: fixture.documents,
    secrets: { ...createSecrets(), hash: async (plain) => `hash(${plain})`, verify },
    knownWays: { of: async () => [], remember: async () => '' },
    digest: digest.sha256,
    throttle,
  })
  return await passwords.verify(await passwords.find('ann'), password, origin)
}

/** As the fixture hashes, and what came from elsewhere. */
async function verify(hash: string, plain: string): Promise<boolean> {
  return hash.startsWith('hash(') ? hash === `hash(${plain})` : await createSecrets().verify(hash, plain)
}

describe('the hash of another system', () => {
  it('gives way to one of ours', async () => {
    assert.equal((await signIn())?.secrets.password, `hash(${password})`)
    assert.equal(await hashOf(), `hash(${password})`)
  })

  it('does not bring back a password that was changed while it was checked', async () => {
    const whileChecked: Throttle = {
      async guard(_attempt, check) {
        const isRight = await check({ party: 'test' })
        await fixture.documents.update(User, 'ann', (user) => ({ ...user, password: 'another password' }))
        return isRight
      },
    }
    const user = await signIn(whileChecked)
    assert.equal(await hashOf(), 'hash(another password)')
    assert.equal(user?.secrets.password, foreignHash, 'of which no sign-in can come: it is not stored')
  })

  it('lets two in at the same moment', async () => {
    const users = await Promise.all([signIn(), signIn()])
    assert.deepEqual(
      users.map((user) => user?.secrets.password),
      [`hash(${password})`, `hash(${password})`],
    )
  })
})

describe('the right password of a user who may not sign in', () => {
  it('is refused, and lets the user in who may again', async () => {
    const throttle = createThrottle(fixture.records, digest)
    const set = (active: boolean) => fixture.documents.update(User, 'ann', (user) => ({ ...user, active }))
    await set(false)
    assert.equal(await signIn(throttle), null)
    await set(true)
    assert.equal((await signIn(throttle))?.id, 'ann')
  })
})
