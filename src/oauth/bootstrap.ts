/** What has to be there before anybody can call: the root client and the administrator. Who keeps the rules is told of them. */

import { User } from '../directory/User.ts'
import type { Records } from '../engine/ports/records.ts'
import type { Secrets } from '../engine/ports/secrets.ts'
import type { Random } from '../kernel/random.ts'
import type { Administrator, Documents } from '../plugin.ts'
import { minSecretLength } from '../schema/secret-paths.ts'
import { Client } from './resources/Client.ts'
import type { SessionOwner, Sessions } from './sessions/sessions.ts'

export interface BootstrapOptions {
  readonly documents: Documents
  readonly records: Records
  readonly secrets: Secrets
  readonly random: Random
  readonly sessions: Pick<Sessions, 'endAllOf'>
  /** Undefined: generated when the resource is made. */
  readonly rootClientSecret: string | undefined
  readonly adminPassword: string | undefined
}

export interface Bootstrapped {
  /** Secrets that were generated, by the name of their setting. */
  readonly generated: Readonly<Record<string, string>>
  readonly administrators: readonly Administrator[]
}

const markKind = 'bootstrap'

/**
 * Safe to run on several nodes at once. What an operator has deleted is not made again, unless its secret is configured;
 * the same holds for the rules that allow them everything.
 */
export async function bootstrap(options: BootstrapOptions): Promise<Bootstrapped> {
  const { rootClientSecret, adminPassword } = options
  const isFirst = (await options.records.find(markKind, 'done')) === null
  const root = await ensureClient(rootClientSecret, isFirst, options)
  const admin = await ensureUser(adminPassword, isFirst, options)
  await options.records.insert(markKind, 'done', {}, { expiresAt: null })
  return {
    generated: {
      ...(root === undefined ? {} : { ROOT_CLIENT_SECRET: root }),
      ...(admin === undefined ? {} : { ADMIN_PASSWORD: admin }),
    },
    administrators: [
      {
        ...{ ...rootClient, isNew: isFirst || rootClientSecret !== undefined },
        secret: { path: ['secret'], setting: 'ROOT_CLIENT_SECRET', isSet: rootClientSecret !== undefined },
      },
      {
        ...{ ...adminUser, isNew: isFirst || adminPassword !== undefined },
        secret: { path: ['password'], setting: 'ADMIN_PASSWORD', isSet: adminPassword !== undefined },
      },
    ],
  }
}

const rootClient = {
  id: 'root-client',
  description: 'The root client may do everything',
  reference: 'Client/root',
}

const adminUser = {
  id: 'admin-user',
  description: 'The administrator may do everything',
  reference: 'User/admin',
}

/** Makes the client, or gives it the configured secret where it has another. Returns a generated secret. */
async function ensureClient(
  configured: string | undefined,
  isFirst: boolean,
  { documents, secrets, random, sessions }: BootstrapOptions,
): Promise<string | undefined> {
  const current = await documents.read(Client, 'root')
  if (current === null) {
    return await makeWith(configured, isFirst, { random, secrets }, (secret) =>
      documents.create(Client, {
        ...{ resourceType: 'Client', id: 'root', name: 'Root', first_party: true, secret },
        grant_types: ['basic', 'client_credentials'],
      }),
    )
  }
  if (configured !== undefined && !(await fits(current.secrets.secret, configured, secrets))) {
    const secret = await toWritten(configured, secrets)
    await replace({ clientId: 'root' }, sessions, () =>
      documents.update(Client, 'root', (client) => ({ ...client, secret })),
    )
  }
  return undefined
}

/** As `ensureClient`, for the administrator. */
async function ensureUser(
  configured: string | undefined,
  isFirst: boolean,
  { documents, secrets, random, sessions }: BootstrapOptions,
): Promise<string | undefined> {
  const current = await documents.read(User, 'admin')
  if (current === null) {
    return await makeWith(configured, isFirst, { random, secrets }, (password) =>
      documents.create(User, {
        ...{ resourceType: 'User', id: 'admin', userName: 'admin', displayName: 'Administrator', password },
      }),
    )
  }
  if (configured !== undefined && !(await fits(current.secrets.password, configured, secrets))) {
    const password = await toWritten(configured, secrets)
    await replace({ userId: 'admin' }, sessions, () =>
      documents.update(User, 'admin', (user) => ({ ...user, password })),
    )
  }
  return undefined
}

/**
 * Whoever knew the old secret, or made this resource under the id of a deleted one, is signed out before they could pass for
 * the new holder: no listener hears of writes yet. Twice, so that a start that stops in between leaves nothing to the next.
 */
async function replace(
  owner: SessionOwner,
  sessions: BootstrapOptions['sessions'],
  write: () => Promise<unknown>,
): Promise<void> {
  await sessions.endAllOf(owner)
  await write()
  await sessions.endAllOf(owner)
}

async function makeWith(
  configured: string | undefined,
  isFirst: boolean,
  { random, secrets }: Pick<BootstrapOptions, 'random' | 'secrets'>,
  make: (secret: string) => Promise<unknown>,
): Promise<string | undefined> {
  if (!isFirst && configured === undefined) return undefined
  const secret = configured ?? random.token(24)
  const made = await make(await toWritten(secret, secrets))
  // Another node was faster: its secret counts, and this one must not be shown.
  return configured === undefined && made !== null ? secret : undefined
}

/** Checked here, so that a start with the same secret, or the same hash of one, writes nothing and ends no session. */
async function fits(hash: string | undefined, configured: string, secrets: Secrets): Promise<boolean> {
  return hash !== undefined && (hash === configured || (await secrets.verify(hash, configured)))
}

/** One that is shorter than people's may be is the operator's own choice, of which the start warns: only its hash is shown to the schema. */
async function toWritten(secret: string, secrets: Secrets): Promise<string> {
  return secret.length < minSecretLength ? await secrets.hash(secret) : secret
}
