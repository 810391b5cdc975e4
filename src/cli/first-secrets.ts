/** Secrets that were made at this start reach the operator once: on a terminal, else in a file that only its owner can read. */
import type { Config } from '../config.ts'
import type { Log } from '../kernel/log.ts'
import { makePrivateFolder, writePrivateFile } from '../runtime/files.ts'

const fileName = 'first-secrets.env'

/** Never in the log, which others read and keep: it names the file. Never throws; without a file the secrets are lost, and it says so. */
export async function keepFirstSecrets(
  { dataDir }: Pick<Config, 'dataDir'>,
  generated: Readonly<Record<string, string>>,
  log: Log,
): Promise<void> {
  const secrets = Object.keys(generated)
  if (secrets.length === 0) return
  try {
    // Of a database in memory nothing is kept, and so neither is this for long: where the system keeps such files.
    const folder = dataDir === 'memory://' ? await makePrivateFolder('firekeep-') : dataDir
    const file = await writePrivateFile(`${folder}/${fileName}`, toText(generated))
    log.warn('secrets were made at this start: note them, and remove the file', { file, secrets })
  } catch (error) {
    const message =
      'secrets were made at this start, but their file cannot be written; set them and start again'
    log.error(message, { secrets, error })
  }
}

function toText(generated: Readonly<Record<string, string>>): string {
  const lines = Object.entries(generated).map(([name, secret]) => `${name}=${secret}`)
  return `# Made by Firekeep at its first start. Note them, and remove this file.\n${lines.join('\n')}\n`
}
