/** Checks of passwords: a wrong password and an unknown user look and last the same. */

import { isActiveUser, type UserDocument } from '../../directory/User.ts'
import type { Secrets } from '../../engine/ports/secrets.ts'
import type { Documents } from '../../plugin.ts'
import type { Throttle } from '../throttle/throttle.ts'
import { findAccount } from './find-account.ts'

export interface Passwords {
  /**
   * The user whose name and password these are, null otherwise.
   * @throws AppError `too-many` (429) after many failures.
   */
  verify(name: string, password: string, address: string): Promise<UserDocument | null>
}

export interface PasswordsOptions {
  readonly documents: Documents
  readonly secrets: Secrets
  readonly throttle: Throttle
}

const maxPasswordLength = 1024

export function createPasswords({ documents, secrets, throttle }: PasswordsOptions): Passwords {
  // Checked in place of a hash that is not there, so that an unknown name takes as long as a known one.
  const placeholder = secrets.hash(crypto.randomUUID())
  return {
    async verify(name, password, address) {
      const user = await findAccount(name, documents)
      const hash = user?.secrets.password
      // Counted by what was typed, known or not: a delay must not tell who exists.
      const account = `name:${name.toLowerCase().slice(0, 320)}`
      const fits = await throttle.guard(account, address, async () => {
        const bounded = password.slice(0, maxPasswordLength + 1)
        const verified = await secrets.verify(hash ?? (await placeholder), bounded)
        return verified && hash !== undefined && user !== null && isActiveUser(user)
      })
      return fits ? user : null
    },
  }
}
