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
  await putUser(app, 'bob', { userName: 'bobby' })
  await putUser(app, 'carol')
  await putUser(app, 'dave', { userName: 'david' })
  signIns = await openSignIns(app)
})
after(() => app.close())

const count = (all: readonly number[], status: number) => all.filter((one) => one === status).length

describe('guesses at one account', () => {
  it('from many addresses do not keep its owner out, who comes from an address of their own', async () => {
    const attackers = Array.from({ length: 60 }, (_, at) => `198.51.100.${at}`)
    const guesses: number[] = []
    for (let round = 0; round < 2; round += 1)
      for (const address of attackers)
        guesses.push(await signIns.status('bob', `guess ${round} ${address}`, address))
    for (let at = 0; at < 10; at += 1)
      assert.equal(await signIns.status('bob', password, '203.0.113.50'), 302, String(at))
    assert.equal(await signIns.status('bobby', password, '203.0.113.51'), 302)
    // 30 of the account, one first word of each address, and what came back meanwhile.
    assert.ok(count(guesses, 401) <= 105, `${count(guesses, 401)} were checked`)
    assert.ok(count(guesses, 429) >= 15)
  })

  it('are bounded from the networks of one customer of IPv6, too', async () => {
    const guesses: number[] = []
    for (let at = 0; at < 64; at += 1)
      guesses.push(await signIns.status('carol', `guess ${at}`, `2001:db8:7:${at.toString(16)}::1`))
    assert.ok(count(guesses, 401) <= 55, `${count(guesses, 401)} were checked`)
    assert.equal(await signIns.status('carol', password, '2001:db8:8:1::1'), 302)
  })

  it('are counted before they are checked, so that many at once are no more than one after the other', async () => {
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, at) => signIns.status('dave', `guess ${at}`, '198.51.100.200')),
    )
    // Five of the address and its first word; and those that came back on a slow machine.
    assert.ok(count(all, 401) <= 12, `${count(all, 401)} were checked`)
    assert.equal(count(all, 401) + count(all, 429), 60)
  })

  it('are counted under the user, whatever name is typed', async () => {
    const names = ['dave', 'david', 'dave@example.com', 'DAVE']
    const seen: number[] = []
    for (const name of names) seen.push(await signIns.status(name, 'yet another', '198.51.100.200'))
    // A slot may come back meanwhile.
    assert.ok(count(seen, 429) >= 3, seen.join())
  })

  it('are heard again after a while, a few at a time', async () => {
    app.clock.advance(61)
    assert.equal(await signIns.status('dave', 'guess after a minute', '198.51.100.200'), 401)
    assert.equal(await signIns.status('dave', 'another after a minute', '198.51.100.200'), 429)
  })
})
