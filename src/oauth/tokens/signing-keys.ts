/**
 * The keys that sign tokens (RFC 7517), by age: the next is published before it signs, the current one signs, and one that
 * has retired stays published while tokens live that it signed. A key that our secrets key does not open is another
 * server's, and is published by the same rule; one that signs no more, because the secrets key was changed, drops out.
 */
import type { JWK } from 'jose'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Sign } from '../../kernel/signer.ts'
import type { Memory } from '../../plugin.ts'
import {
  openStoredKeys,
  type SigningAlgorithm,
  type StoredKey,
  type StoredKeysOptions,
  signingAlgorithms,
  signingKeyKind,
  signingKeyUseKind,
} from './stored-keys.ts'

export interface SigningKey {
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly sign: Sign
}

export interface VerificationKey {
  readonly alg: SigningAlgorithm
  readonly publicKey: CryptoKey
}

export interface SigningKeys {
  /** The key that signs now; it stays published for the lifetime of the token. */
  current(alg: SigningAlgorithm, lifetimeSeconds: number): Promise<SigningKey>
  /** The key with this id; null when no server has it, or it has retired and its tokens are over. */
  find(kid: string): Promise<VerificationKey | null>
  /** JWK Set (RFC 7517 §5), public parts only. */
  jwks(): Promise<{ keys: JWK[] }>
}

export interface SigningKeysOptions extends Omit<StoredKeysOptions, 'keepMs'> {
  readonly memory: Memory
  readonly log: Log
  readonly clock: Clock
  /** Age at which keys change, in milliseconds; 0: never. */
  readonly rotationMs: number
}

const dayMs = 24 * 60 * 60_000
/** How long before its time the next key is published, at most: clients keep key sets for a while. */
const leadMs = dayMs
/** How often key ids that nobody knows may be looked for past the cache. */
const searchPauseMs = 1000

export async function openSigningKeys(options: SigningKeysOptions): Promise<SigningKeys> {
  const { memory, clock, rotationMs, sealerName } = options
  const stored = await openStoredKeys({ ...options, keepMs: Math.max(rotationMs, 90 * dayMs) })
  const kept = memory.single({
    types: [`record:${signingKeyKind}`, `record:${signingKeyUseKind}`],
    load: async () => arrange(await stored.load(), sealerName),
  })
  const all = async () => kept.peek() ?? (await kept.get())
  const ownOf = async (alg: SigningAlgorithm) => (await all()).own[alg]
  const makeOnce = createMakeOnce(stored.make)

  /** Makes the first key, and the next one when its time has come or is near. Without waiting where there is time. */
  async function currentOf(alg: SigningAlgorithm): Promise<{ key: StoredKey; making?: Promise<void> }> {
    const now = clock.now()
    const own = await ownOf(alg)
    const key = pickCurrent(own, now)
    if (key === undefined) return { key: await replace(alg, now) }
    if (rotationMs === 0 || key !== own.at(-1)) return { key }
    const dueAt = key.activeFrom + rotationMs
    if (now >= dueAt) return { key: await replace(alg, now, key) }
    const isNear = now >= dueAt - Math.min(leadMs, rotationMs / 2)
    return { key, ...(isNear && { making: makeOnce(alg, dueAt, key).catch(tellFailure) }) }
  }

  /** It is tried again with the next token or look at the keys; until its time the current one signs. */
  const tellFailure = (error: unknown) => options.log.error('No next signing key could be made', { error })

  async function replace(alg: SigningAlgorithm, now: number, old?: StoredKey): Promise<StoredKey> {
    await makeOnce(alg, now, old)
    const made = pickCurrent(await ownOf(alg), now) ?? old
    if (made === undefined) throw new Error(`There is no key to sign ${alg} with`)
    return made
  }

  async function listTrusted(): Promise<readonly StoredKey[]> {
    const now = clock.now()
    const { keys, own } = await all()
    const isOurs = ({ alg, sealerName: name, activeFrom }: StoredKey) =>
      name === sealerName && activeFrom >= (pickCurrent(own[alg], now)?.activeFrom ?? 0)
    return keys.filter((key) => key.usedUntil > now || isOurs(key))
  }

  await Promise.all(signingAlgorithms.map((alg) => currentOf(alg)))
  const opened = new Map<string, Promise<Sign>>()
  const search = createSearch(stored.load, clock)
  return {
    async current(alg, lifetimeSeconds) {
      const { key } = await currentOf(alg)
      const lifetimeMs = lifetimeSeconds * 1000
      const until = clock.now() + lifetimeMs
      if (key.usedUntil < until) await stored.noteUse(key, until, lifetimeMs)
      const sign = opened.get(key.kid) ?? stored.open(key)
      opened.set(key.kid, sign)
      return { kid: key.kid, alg, sign: await sign }
    },
    async find(kid) {
      const isIt = (key: StoredKey) => key.kid === kid
      const known = (await all()).keys.some(isIt)
      return (await (known ? listTrusted() : search())).find(isIt) ?? null
    },
    async jwks() {
      for (const alg of signingAlgorithms) await (await currentOf(alg)).making
      return { keys: (await listTrusted()).map(({ publicJwk }) => publicJwk) }
    },
  }
}

interface ArrangedKeys {
  readonly keys: readonly StoredKey[]
  /** Those of our own secrets key, by age. */
  readonly own: Readonly<Record<SigningAlgorithm, readonly StoredKey[]>>
}

function arrange(keys: readonly StoredKey[], sealerName: string): ArrangedKeys {
  const own = (alg: SigningAlgorithm) =>
    keys
      .filter((key) => key.alg === alg && key.sealerName === sealerName)
      .sort((one, other) => one.activeFrom - other.activeFrom)
  return { keys, own: { ES256: own('ES256'), RS256: own('RS256') } }
}

/** The newest whose time has come; where none has, the one whose time comes first. */
function pickCurrent(own: readonly StoredKey[], now: number): StoredKey | undefined {
  return own.findLast(({ activeFrom }) => activeFrom <= now) ?? own[0]
}

type Make = (alg: SigningAlgorithm, activeFrom: number, predecessor?: StoredKey) => Promise<void>

/** Whoever asks while one is being made waits for that one. */
function createMakeOnce(make: Make): Make {
  const underWay = new Map<SigningAlgorithm, Promise<void>>()
  return (alg, activeFrom, predecessor) => {
    const made = underWay.get(alg) ?? make(alg, activeFrom, predecessor).finally(() => underWay.delete(alg))
    underWay.set(alg, made)
    return made
  }
}

/** Past the cache, for a key that another server has just made; seldom, as strangers can make key ids up. */
function createSearch(load: () => Promise<readonly StoredKey[]>, clock: Clock) {
  let searchedAt = clock.now()
  return async (): Promise<readonly StoredKey[]> => {
    const now = clock.now()
    if (now < searchedAt + searchPauseMs) return []
    searchedAt = now
    return (await load()).filter(({ usedUntil }) => usedUntil > now)
  }
}
