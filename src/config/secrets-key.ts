/** The key that encrypts private signing keys: from SECRETS_KEY, or generated beside the embedded database. */
import type { Digest } from '../kernel/digest.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'

interface KeySettings {
  readonly secretsKey?: string
  readonly dataDir: string
  readonly databaseUrl?: string
}

export interface SecretsKeyParts {
  readonly digest: Digest
  readonly random: Random
  readonly log: Log
  /** The file's text; it is made, for the owner only, when it is missing. */
  readonly readOrCreate: (path: string, create: () => string) => Promise<string>
}

/** 32 bytes. Throws SecretsKeyError when the file does not hold a key. */
export async function readSecretsKey(
  { secretsKey, dataDir, databaseUrl }: KeySettings,
  { digest, random, log, readOrCreate }: SecretsKeyParts,
): Promise<Uint8Array> {
  if (secretsKey !== undefined) return toKey(secretsKey, digest)
  if (databaseUrl !== undefined) {
    log.warn(
      'SECRETS_KEY is not set: a key of this machine is used, which other servers of the database do not have',
    )
  }
  if (dataDir === 'memory://') return toKey(random.token(32), digest)
  const path = `${dataDir}/secrets.key`
  const text = (await readOrCreate(path, () => `${random.token(32)}\n`)).trim()
  if (text.length < 32) throw new SecretsKeyError(path)
  return toKey(text, digest)
}

/** The text has the entropy of a key already; the digest only gives it the right length. */
function toKey(text: string, digest: Digest): Uint8Array {
  return Uint8Array.fromBase64(digest.sha256(`firekeep secrets key\n${text}`), { alphabet: 'base64url' })
}

export class SecretsKeyError extends Error {
  constructor(path: string) {
    super(`${path} does not hold a key of 32 characters or more. Restore it, or set SECRETS_KEY.`)
    this.name = 'SecretsKeyError'
  }
}
