/** Checks of passwords: a wrong password and an unknown user look and last the same. */

import { isActiveUser, User, type UserDocument } from '../../directory/User.ts'
import type { Secrets } from '../../engine/ports/secrets.ts'
import { AppError } from '../../kernel/errors.ts'
import { isScryptHash } from '../../kernel/scrypt-hash.ts'
import type { Documents } from '../../plugin.ts'
import { type Throttle, unknownAccount } from '../throttle/throttle.ts'
import { findAccount, foldName } from './find-account.ts'
import type { KnownWays, SignInOrigin } from './known-ways.ts'

/** Whom somebody who signs in says to be. */
export interface Claimed {
  /** Null: nobody has this name, or it cannot be told who is meant. */
  readonly user: UserDocument | null
  /** What guesses are counted under: the user, whichever of their names was typed, or the name that nobody has. */
  readonly account: string
  /** The same for the log: a digest with a key. */
  readonly digest: string
}

export interface Passwords {
  find(name: string): Promise<Claimed>
  /** What the log calls an account. */
  digestOf(account: string): string
  /**
   * The user if the password is theirs and they may sign in, null otherwise.
   * @throws AppError `too-many` (429) after many failures.
   */
  verify(claimed: Claimed, password: string, origin: SignInOrigin): Promise<UserDocument | null>
}

export interface PasswordsOptions {
  readonly documents: Documents
  readonly secrets: Secrets
  readonly throttle: Throttle
  readonly knownWays: KnownWays
  /** With a key: what is typed as a name may be a password. */
  readonly digest: (text: string) => string
}

const maxPasswordLength = 1024

export function createPasswords(options: PasswordsOptions): Passwords {
  const { documents, secrets, throttle, knownWays, digest } = options
  // Checked in place of a hash that is not there, so that an unknown name takes as long as a known one.
  const placeholder = secrets.hash(crypto.randomUUID())
  const digestOf = (account: string) => digest(account).slice(0, 16)
  return {
    async find(name) {
      const user = await findAccount(name, documents)
      const named = user === null ? `name\n${foldName(name)}` : `User/${user.id}`
      const account = user === null ? unknownAccount(digest(named)) : named
      return { user, account, digest: digestOf(named) }
    },
    digestOf,
    async verify({ user, account, digest: keyed }, password, origin) {
      const hash = user?.secrets.password
      const bounded = password.slice(0, maxPasswordLength + 1)
      const ways = user === null ? [] : await knownWays.of(user, origin)
      // What is wrong of a user who may not sign in is not wrong for ever.
      const guess = `${hash}\n${user !== null && isActiveUser(user)}\n${bounded}`
      const about = { account: keyed }
      const attempt = { account, address: origin.address, guess, knownWays: ways, about }
      const fits = await throttle.guard(attempt, async (turn) => {
        const verified = await secrets.verify(hash ?? (await placeholder), bounded, turn)
        return verified && hash !== undefined && user !== null && isActiveUser(user)
      })
      return fits && user !== null ? await renewHash(user, bounded, options) : null
    },
  }
}

/**
 * The hash of another system gives way to one of ours as soon as the password is known. That is no change of the password,
 * and must not undo one: it is of the version that the password was checked against, or it is not written.
 */
async function renewHash(
  user: UserDocument,
  password: string,
  { documents, secrets }: PasswordsOptions,
): Promise<UserDocument> {
  if (!isScryptHash(user.secrets.password ?? '')) return user
  try {
    const now = await documents.update(User, user.id, (current) =>
      current.meta?.versionId === user.versionId ? { ...current, password } : null,
    )
    // Another sign-in may have renewed it; after a change of the password the old user signs in nowhere.
    return now !== null && (await secrets.verify(now.secrets.password ?? '', password)) ? now : user
  } catch (error) {
    // It is shorter than a new one may be: it stays as it is.
    if (error instanceof AppError && error.category === 'unprocessable') return user
    throw error
  }
}
