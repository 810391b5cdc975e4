import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readSecretsKey, SecretsKeyError } from '../../../src/config/secrets-key.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import { systemDigest } from '../../../src/runtime/digest.ts'

const config = { secretsKey: undefined, dataDir: './somewhere', databaseUrl: undefined }

function partsWith(files: Map<string, string>) {
  const readOrCreate = async (path: string, create: () => string) => {
    if (!files.has(path)) files.set(path, create())
    return files.get(path) ?? ''
  }
  return { digest: systemDigest, random: systemRandom, log: silentLog, readOrCreate }
}

describe('readSecretsKey', () => {
  it('is 32 bytes that depend on SECRETS_KEY alone when that is set', async () => {
    const files = new Map<string, string>()
    const [one, two] = ['k'.repeat(32), 'l'.repeat(32)]
    const key = await readSecretsKey({ ...config, secretsKey: one }, partsWith(files))
    assert.equal(key.length, 32)
    assert.deepEqual(
      await readSecretsKey({ ...config, dataDir: './other', secretsKey: one }, partsWith(files)),
      key,
    )
    assert.notDeepEqual(await readSecretsKey({ ...config, secretsKey: two }, partsWith(files)), key)
    assert.equal(files.size, 0)
  })

  it('is made once for a data folder', async () => {
    const files = new Map<string, string>()
    const key = await readSecretsKey(config, partsWith(files))
    assert.deepEqual(await readSecretsKey(config, partsWith(files)), key)
    assert.deepEqual([...files.keys()], ['./somewhere/secrets.key'])
    assert.notDeepEqual(await readSecretsKey(config, partsWith(new Map())), key)
  })

  it('is new at each start of a database in memory', async () => {
    const files = new Map<string, string>()
    const memory = { ...config, dataDir: 'memory://' }
    const key = await readSecretsKey(memory, partsWith(files))
    assert.notDeepEqual(await readSecretsKey(memory, partsWith(files)), key)
    assert.equal(files.size, 0)
  })

  it('is not made from a file that was cut off', async () => {
    const files = new Map([['./somewhere/secrets.key', 'short\n']])
    await assert.rejects(readSecretsKey(config, partsWith(files)), SecretsKeyError)
  })
})
