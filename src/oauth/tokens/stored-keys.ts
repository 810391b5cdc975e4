/**
 * Signing keys as records: the keys, private parts sealed, and beside them until when tokens live that were signed with each.
 * A use is noted before the token is signed, under a time that several servers choose alike.
 */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { OpenSigner, Sign, SignatureAlgorithm } from '../../kernel/signer.ts'
import type { Sealer } from './seal.ts'

export type SigningAlgorithm = SignatureAlgorithm
export const signingAlgorithms: readonly SigningAlgorithm[] = ['ES256', 'RS256']

/** Times are milliseconds since 1970. */
export interface StoredKey {
  readonly recordKey: string
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly sealed: string
  readonly publicJwk: JWK
  readonly publicKey: CryptoKey
  /** Of the secrets key that opens it. */
  readonly sealerName: string
  readonly activeFrom: number
  /** When the last token that was signed with it expires; 0: it has signed none. */
  readonly usedUntil: number
}

export interface StoredKeysOptions {
  readonly records: Records
  readonly clock: Clock
  readonly sealer: Sealer
  readonly openSigner: OpenSigner
  /** Names the secrets key without telling it: servers with the same one share signing keys. */
  readonly sealerName: string
  /** How long a key that signs nothing is kept, in milliseconds. */
  readonly keepMs: number
  /** Of tokens that were signed before uses were noted. */
  readonly longestLifetimeSeconds: () => Promise<number>
}

export interface StoredKeys {
  /** All keys, the oldest first. */
  load(): Promise<readonly StoredKey[]>
  /** Makes the key behind another, or the first one; of several servers that do it at once one key wins. */
  make(alg: SigningAlgorithm, activeFrom: number, predecessor?: StoredKey): Promise<void>
  /** That a token until then is signed with the key. */
  noteUse(key: StoredKey, until: number, lifetimeMs: number): Promise<void>
  /** @throws Error when the key was changed: one of our own secrets key must open. */
  open(key: StoredKey): Promise<Sign>
}

export const signingKeyKind = 'signing-key'
export const signingKeyUseKind = 'signing-key-use'

/** Uses are noted in steps, so that a server under load writes seldom. */
const leastStepMs = 10 * 60_000
const stepsALifetime = 8

export async function openStoredKeys(options: StoredKeysOptions): Promise<StoredKeys> {
  const { records, sealer, openSigner, sealerName, keepMs } = options
  await adoptOlderKeys(options)
  return {
    load: () => loadKeys(records),
    async make(alg, activeFrom, predecessor) {
      const first = `${alg}:${sealerName}`
      const key = predecessor === undefined ? first : `${first}:${predecessor.kid}`
      const value = { ...(await makeKey(alg, sealer)), activeFrom }
      await records.insert(signingKeyKind, key, value, { expiresAt: activeFrom + 2 * keepMs })
    },
    async noteUse({ recordKey, kid }, until, lifetimeMs) {
      const stepMs = Math.max(leastStepMs, Math.ceil(lifetimeMs / stepsALifetime))
      const noted = (Math.floor(until / stepMs) + 1) * stepMs
      await records.extend(signingKeyKind, recordKey, noted + keepMs)
      await records.insert(signingKeyUseKind, `${kid}:${noted}`, { kid, until: noted }, { expiresAt: noted })
    },
    async open({ kid, alg, sealed }) {
      const opened = await sealer.open(sealed, kid)
      if (opened === null) throw new Error(`Signing key ${kid} cannot be decrypted`)
      return await openSigner(JSON.parse(opened), alg)
    },
  }
}

async function makeKey(alg: SigningAlgorithm, sealer: Sealer): Promise<JsonObject> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const sealed = await sealer.seal(JSON.stringify(await exportJWK(privateKey)), kid)
  return { kid, alg, sealed, publicJwk: { ...jwk, kid, alg, use: 'sig' } as JsonObject }
}

async function loadKeys(records: Records): Promise<readonly StoredKey[]> {
  const usedUntil = new Map<string, number>()
  // Keys after uses: a key that is made in between has no use yet.
  for (const { value } of await records.list(signingKeyUseKind)) {
    const kid = String(value.kid)
    usedUntil.set(kid, Math.max(usedUntil.get(kid) ?? 0, Number(value.until)))
  }
  const rows = await records.list(signingKeyKind)
  return await Promise.all(
    rows.map(async ({ key, value, createdAt }) => {
      const kid = String(value.kid)
      // As `makeKey` made them.
      const [alg, publicJwk] = [value.alg as SigningAlgorithm, value.publicJwk as unknown as JWK]
      const [, sealerName = ''] = key.split(':')
      return {
        ...{ recordKey: key, kid, alg, publicJwk, sealerName, sealed: String(value.sealed) },
        publicKey: await importKey(publicJwk, alg),
        activeFrom: Number(value.activeFrom ?? createdAt),
        usedUntil: usedUntil.get(kid) ?? 0,
      }
    }),
  )
}

async function importKey(jwk: JWK, alg: SigningAlgorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg)
  if (key instanceof CryptoKey) return key
  throw new Error(`A signing key of ${alg} is none`)
}

/** Keys of older versions have no end and no notes of their use: both are made once, for as long as their tokens may live. */
async function adoptOlderKeys(options: StoredKeysOptions): Promise<void> {
  const { records, clock, keepMs, longestLifetimeSeconds } = options
  const older = (await records.list(signingKeyKind)).filter(({ value }) => value.activeFrom === undefined)
  if (older.length === 0) return
  const until = clock.now() + (await longestLifetimeSeconds()) * 1000
  for (const { key, value } of older) {
    const kid = String(value.kid)
    // Without an end: a second start must not prolong it.
    const isFirst = await records.insert(
      signingKeyUseKind,
      `${kid}:adopted`,
      { kid, until },
      { expiresAt: null },
    )
    if (isFirst) await records.extend(signingKeyKind, key, until + keepMs)
  }
}
