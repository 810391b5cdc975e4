/**
 * Devices and addresses from which somebody signed in as a user: they keep their way when others guess the password. A device
 * is a browser with a cookie of ours; what is stored is a keyed digest, and belongs to the user who was made then.
 */
import type { UserDocument } from '../../directory/User.ts'
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { Random } from '../../kernel/random.ts'
import { toAddressGroup } from '../throttle/address-group.ts'

export interface SignInOrigin {
  readonly address: string
  /** The value of the cookie `device`. */
  readonly device: string | undefined
}

export interface KnownWays {
  /** Those that the user signed in by before, the device first. */
  of(user: UserDocument, origin: SignInOrigin): Promise<readonly string[]>
  /** After a sign-in. Returns the value of the cookie, the same as before where there was one. */
  remember(user: UserDocument, origin: SignInOrigin): Promise<string>
}

export interface KnownWaysOptions {
  readonly records: Records
  readonly clock: Clock
  readonly random: Random
  readonly digest: Digest
  readonly secretsKey: Uint8Array
}

const kind = 'known-way'
export const knownWaySeconds = 180 * 24 * 60 * 60
/** A way that is used is remembered longer, and is not written each time. */
const extendBeforeMs = (knownWaySeconds * 1000) / 2

export function createKnownWays({ records, clock, random, digest, secretsKey }: KnownWaysOptions): KnownWays {
  const sign = (id: string) => digest.keyed(secretsKey, `device\n${id}`).slice(0, 22)
  const keyOf = ({ id, createdAt }: UserDocument, way: string) =>
    digest.keyed(secretsKey, ['known way', id, createdAt, way].join('\n'))

  async function remember(user: UserDocument, way: string): Promise<void> {
    const expiresAt = clock.now() + knownWaySeconds * 1000
    const key = keyOf(user, way)
    const known = await records.find(kind, key)
    if (known === null) await records.insert(kind, key, {}, { expiresAt, group: user.id })
    else if ((known.expiresAt ?? 0) < clock.now() + extendBeforeMs) await records.extend(kind, key, expiresAt)
  }

  return {
    async of(user, { address, device }) {
      const ways = [toDeviceWay(device, sign, digest), toAddressWay(address)]
      const known = await Promise.all(
        ways.map(async (way) =>
          way !== undefined && (await records.find(kind, keyOf(user, way))) !== null ? [way] : [],
        ),
      )
      return known.flat()
    },
    async remember(user, { address, device }) {
      const id = random.token(16)
      const isOurs = toDeviceWay(device, sign, digest) !== undefined
      const cookie = isOurs && device !== undefined ? device : `${id}${sign(id)}`
      for (const way of [toDeviceWay(cookie, sign, digest), toAddressWay(address)])
        if (way !== undefined) await remember(user, way)
      return cookie
    },
  }
}

function toAddressWay(address: string): string {
  return `address ${toAddressGroup(address).name}`
}

/** Undefined: there is no cookie, or it was not made here. */
function toDeviceWay(
  device: string | undefined,
  sign: (id: string) => string,
  digest: Digest,
): string | undefined {
  const [, id, signature] = /^([\w-]{22})([\w-]{22})$/.exec(device ?? '') ?? []
  if (id === undefined || signature === undefined || !digest.equal(signature, sign(id))) return undefined
  return `device ${digest.sha256(id)}`
}
