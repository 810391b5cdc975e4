/** Secrets that a setting of the server has the say about, such as that of `Client/root`. */
import type { Log } from '../../kernel/log.ts'
import { findValue, withoutValue } from '../../schema/secrets.ts'
import type { InitResource } from './init-entry.ts'

/** `isSet`: the operator gave it; otherwise it was made at this start, and the files may say another. */
export interface SettledSecret {
  /** Such as `Client/root`. */
  readonly reference: string
  readonly path: readonly string[]
  readonly setting: string
  readonly isSet: boolean
}

export interface Settling {
  readonly settled?: readonly SettledSecret[]
  readonly log: Log
}

/** The entry with what settings leave to it. The settings that it has the say about are added to `replaced`. */
export function settleSecrets(
  entry: InitResource,
  { settled = [], log }: Settling,
  replaced: string[],
): InitResource {
  let { resource, putsSecrets } = entry
  for (const { reference, path, setting, isSet } of settled) {
    if (reference !== `${entry.type}/${entry.id}` || findValue(resource, path) === undefined) continue
    if (isSet) {
      log.warn(`a secret in INIT_BUNDLE is not put: ${setting} has the say`, { entry: entry.place })
      resource = withoutValue(resource, path)
    } else {
      replaced.push(setting)
      putsSecrets = true
    }
  }
  return { ...entry, resource, putsSecrets }
}
