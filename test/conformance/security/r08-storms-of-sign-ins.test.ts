import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { password, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns, type SignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
let signIns: SignIns

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  signIns = await openSignIns(app)
})
after(() => app.close())

/** Hashes take long on a slow machine: who was told to come again does so, and nobody is told that the password is wrong. */
async function signInPatiently(name: string, address: string): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    const response = await signIns.attempt(name, password, address)
    if (response.status !== 429 || attempt === 20) return response.status
    assert.ok(Number(response.headers.get('retry-after')) >= 1)
  }
}

describe('many who sign in at once', () => {
  it('from one address all get in', async () => {
    const all = await Promise.all(Array.from({ length: 110 }, () => signInPatiently('ann', '198.51.100.1')))
    assert.deepEqual(new Set(all), new Set([302]))
  })

  it('from as many addresses all get in, and leave no counter behind that slows anybody', async () => {
    const addresses = Array.from({ length: 20 }, (_, at) => `203.0.114.${at}`)
    const all = await Promise.all(addresses.map((address) => signInPatiently('ann', address)))
    assert.deepEqual(new Set(all), new Set([302]))
  })
})
