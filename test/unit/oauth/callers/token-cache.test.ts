import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { createMemory } from '../../../../src/host/memory.ts'
import type { Digest } from '../../../../src/kernel/digest.ts'
import { createTokenCache, type TokenCache } from '../../../../src/oauth/callers/token-cache.ts'
import type { TokenFacts } from '../../../../src/oauth/tokens/token-facts.ts'
import { createFakeWatch, createGate, type FakeWatch } from '../../../support/fake-watch.ts'

const digest: Digest = {
  sha256: (text) => `hash-of-${text}`,
  keyed: () => '',
  equal: (one, other) => one === other,
}
const facts = (more: Partial<TokenFacts> = {}): TokenFacts => {
  return { sessionId: 's', clientId: 'c', scope: [], audience: [], issuedAt: 0, expiresAt: 100, ...more }
}

let watch: FakeWatch
let tokens: TokenCache
let issued: Map<string, TokenFacts>
let lookUps: number
let gate: Promise<void>
let nowSeconds: number

beforeEach(() => {
  watch = createFakeWatch()
  issued = new Map([
    ['opaque', facts()],
    ['other', facts()],
    ['a.b.c', facts({ tokenId: 'j1' })],
    ['a.b.d', facts({ tokenId: 'j2' })],
  ])
  lookUps = 0
  gate = Promise.resolve()
  nowSeconds = 50
  tokens = createTokenCache({
    memory: createMemory(watch),
    accessTokens: {
      async find(token) {
        lookUps += 1
        const found = issued.get(token) ?? null
        await gate
        return found
      },
    },
    digest,
    clock: { now: () => nowSeconds * 1000 },
  })
})

/** What tells each kind of token's end: that its record is gone, or that its id is on the list. */
const endings = [
  { token: 'opaque', neighbour: 'other', type: 'record:access-token', id: 'hash-of-opaque' },
  { token: 'a.b.c', neighbour: 'a.b.d', type: 'record:revoked-token', id: 'j1' },
]

for (const { token, neighbour, type, id } of endings) {
  const revoke = () => {
    issued.delete(token)
    watch.tell(type, id)
  }

  describe(`a token such as ${token}`, () => {
    it('is looked up once', async () => {
      assert.equal(tokens.peek(token), undefined)
      const found = await tokens.find(token)
      assert.equal(tokens.peek(token), found)
      assert.equal(await tokens.find(token), found)
      assert.equal(lookUps, 1)
    })

    it('ends when it is revoked, and no other does', async () => {
      await tokens.find(token)
      await tokens.find(neighbour)
      revoke()
      assert.equal(tokens.peek(token), undefined)
      assert.equal(await tokens.find(token), null)
      assert.notEqual(tokens.peek(neighbour), undefined)
    })

    it('that is revoked while it is looked up is not remembered', async () => {
      const { promise, resolve } = createGate()
      gate = promise
      const early = tokens.find(token)
      revoke()
      resolve()
      await early
      assert.equal(tokens.peek(token), undefined)
      assert.equal(await tokens.find(token), null)
    })

    it('is remembered though others are issued and revoked while it is looked up', async () => {
      const { promise, resolve } = createGate()
      gate = promise
      const early = tokens.find(token)
      watch.tell('record:access-token', 'hash-of-a-new-one')
      watch.tell('record:revoked-token', 'j9')
      resolve()
      await early
      assert.notEqual(tokens.peek(token), undefined)
    })

    it('ends with its time', async () => {
      await tokens.find(token)
      nowSeconds = 99
      assert.notEqual(tokens.peek(token), undefined)
      nowSeconds = 100
      assert.equal(tokens.peek(token), undefined)
      assert.equal(await tokens.find(token), null)
    })
  })
}

it('all spellings of one JWT end together', async () => {
  issued.set('a.b.c2', facts({ tokenId: 'j1' }))
  await tokens.find('a.b.c')
  await tokens.find('a.b.c2')
  watch.tell('record:revoked-token', 'j1')
  assert.equal(tokens.peek('a.b.c'), undefined)
  assert.equal(tokens.peek('a.b.c2'), undefined)
})

it('a token that has expired is not even remembered', async () => {
  nowSeconds = 200
  assert.equal(await tokens.find('opaque'), null)
  nowSeconds = 50
  assert.equal(tokens.peek('opaque'), undefined)
})
