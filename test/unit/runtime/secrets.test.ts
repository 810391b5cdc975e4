import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import { createSecrets } from '../../../src/runtime/secrets.ts'

/** Fits nothing. */
const someHash =
  '$argon2id$v=19$m=19456,t=2,p=1$C6ZXcKh9xohNJQqioRy0cQ$8Js2SsTIsPRnH9H70v31ZRH0CZCG2optsG+BX0Qm35U'

describe('createSecrets', () => {
  const secrets = createSecrets()

  it('makes argon2id PHC strings of 19 MiB, 2 passes, 1 lane, each with its own salt', async () => {
    const [one, two] = await Promise.all([secrets.hash('sesame'), secrets.hash('sesame')])
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.notEqual(one, two)
  })

  it('verifies what fits and nothing else', async () => {
    const hash = await secrets.hash('sésame ')
    assert.equal(await secrets.verify(hash, 'sésame '), true)
    assert.equal(await secrets.verify(hash, 'sésame'), false)
    assert.equal(await secrets.verify(hash, ''), false)
  })

  const malformed = ['', 'plain', '$argon2id$', someHash.replace('argon2id', 'argon2i')]
  for (const hash of malformed) {
    it(`never fits a malformed hash: ${hash.slice(0, 12)}`, async () => {
      assert.equal(await secrets.verify(hash, ''), false)
    })
  }

  it('does not compute a hash whose costs are far above ours', async () => {
    const costly = someHash.replace('m=19456,t=2', 'm=4194304,t=99')
    assert.ok((await millisecondsOf(() => secrets.verify(costly, 'x'))) < 200)
  })
})

describe('the queue of hashes', () => {
  it('refuses by time and not by number, with Retry-After, and works again afterwards', async () => {
    const secrets = createSecrets({ maxRunning: 1, maxWaitMs: 1 })
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => secrets.hash('sesame')))
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason)
    assert.ok(refused.length >= 1)
    for (const error of refused) {
      assert.ok(error instanceof AppError)
      assert.equal(error.category, 'too-many')
      assert.equal(error.retryAfterSeconds, 5)
    }
    assert.match(await secrets.hash('sesame'), /^\$argon2id/)
  })

  it('lets 300 in who come at once', async () => {
    const secrets = createSecrets({ maxRunning: 1, maxWaitMs: 120_000 })
    const cheap = '$s0$10801$c2FsdHNhbHRzYWx0c2FsdA==$R1V5UYZbls9HP7LJz1Cv8xVswynOZOgvEnbunluPyvg='
    const all = await Promise.all(Array.from({ length: 300 }, () => secrets.verify(cheap, 'sesame')))
    assert.ok(all.every((one) => one))
  })
})

describe('scrypt hashes of another system', () => {
  // The example of com.lambdaworks.crypto.SCryptUtil.
  const hash = '$s0$e0801$epIxT/h6HbbwHaehFnh/bw==$7H0vsXlY8UxxyW/BWx/9GuY7jEvGjT71GFd6O4SZND0='
  const secrets = createSecrets()

  it('are verified', async () => {
    assert.equal(await secrets.verify(hash, 'secret'), true)
    assert.equal(await secrets.verify(hash, 'Secret'), false)
  })

  it('never fit when they are malformed or too dear', async () => {
    for (const [from, to] of [
      ['e0801', 'ff0801'],
      ['e0801', 'e08ff'],
      ['e0801', '0'],
      ['epIxT', '!!!'],
    ] as const) {
      assert.equal(await secrets.verify(hash.replace(from, to), 'secret'), false, to)
    }
  })
})

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
