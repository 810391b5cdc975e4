/**
 * The keys that sign tokens (RFC 7517): kept in the database, private parts sealed. A node that cannot open another node's
 * key makes one of its own; the public parts of all are shared, so every node verifies every token.
 */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Records } from '../../engine/ports/records.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Memory } from '../../plugin.ts'
import type { Sealer } from './seal.ts'

export type SigningAlgorithm = 'ES256' | 'RS256'
export const signingAlgorithms: readonly SigningAlgorithm[] = ['ES256', 'RS256']

export interface SigningKey {
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly privateKey: CryptoKey
}

export interface VerificationKey {
  readonly alg: SigningAlgorithm
  readonly publicKey: CryptoKey
}

export interface SigningKeys {
  /** The key that signs now. */
  current(alg: SigningAlgorithm): SigningKey
  /** The key with this id; null when no node has it. */
  find(kid: string): Promise<VerificationKey | null>
  /** JWK Set (RFC 7517 §5), public parts only. */
  jwks(): Promise<{ keys: JWK[] }>
}

export interface SigningKeysOptions {
  readonly records: Records
  readonly memory: Memory
  readonly sealer: Sealer
  /** Names the secrets key without telling it: nodes with the same one share signing keys. */
  readonly sealerName: string
}

export const signingKeyKind = 'signing-key'

export async function openSigningKeys(options: SigningKeysOptions): Promise<SigningKeys> {
  const [ES256, RS256] = await Promise.all([openOwnKey('ES256', options), openOwnKey('RS256', options)])
  const own: Readonly<Record<SigningAlgorithm, SigningKey>> = { ES256, RS256 }

  // Those of all nodes; a new one is told before its node issues the first token.
  const published = options.memory.single({
    types: [`record:${signingKeyKind}`],
    load: () => loadPublished(options.records),
  })

  return {
    current: (alg) => own[alg],
    find: async (kid) => (await published.get()).byId.get(kid) ?? null,
    jwks: async () => ({ keys: (await published.get()).jwks }),
  }
}

async function openOwnKey(alg: SigningAlgorithm, options: SigningKeysOptions): Promise<SigningKey> {
  const key = `${alg}:${options.sealerName}`
  const stored = await options.records.find(signingKeyKind, key)
  if (stored === null)
    await options.records.insert(signingKeyKind, key, await makeKey(alg, options.sealer), { expiresAt: null })
  // Read again in any case: of several nodes that start together, one key wins.
  const value = stored?.value ?? (await options.records.find(signingKeyKind, key))?.value
  const kid = String(value?.kid)
  const opened = await options.sealer.open(String(value?.sealed), kid)
  if (opened === null) throw new Error(`Signing key ${kid} cannot be decrypted`)
  return { kid, alg, privateKey: (await importJWK(JSON.parse(opened) as JWK, alg)) as CryptoKey }
}

async function makeKey(alg: SigningAlgorithm, sealer: Sealer): Promise<JsonObject> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const sealed = await sealer.seal(JSON.stringify(await exportJWK(privateKey)), kid)
  return { kid, alg, sealed, publicJwk: { ...jwk, kid, alg, use: 'sig' } as JsonObject }
}

async function loadPublished(records: Records): Promise<{ jwks: JWK[]; byId: Map<string, VerificationKey> }> {
  const jwks: JWK[] = []
  const byId = new Map<string, VerificationKey>()
  for (const { value } of await records.list(signingKeyKind)) {
    const jwk = value.publicJwk as unknown as JWK
    const alg = value.alg as SigningAlgorithm
    jwks.push(jwk)
    byId.set(String(value.kid), { alg, publicKey: (await importJWK(jwk, alg)) as CryptoKey })
  }
  return { jwks, byId }
}
