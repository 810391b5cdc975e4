/** The caller behind a Bearer token (RFC 6750): whose session it is, if everything it hangs on is still in force. */

import { Role } from '../../directory/Role.ts'
import type { RoleCache } from '../../directory/role-cache.ts'
import { isActiveUser, User, type UserDocument } from '../../directory/User.ts'
import type { Caller } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Documents, Memory } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { hasResourceScope, isResourceScope } from '../../schema/resource-scopes.ts'
import { audiencesOf } from '../authorize/scope-and-audience.ts'
import { allowsGrant, isActiveClient, isFirstParty } from '../client-auth/client-settings.ts'
import { Client, type ClientDocument } from '../resources/Client.ts'
import { Session, type SessionDocument } from '../resources/Session.ts'
import {
  isActiveSession,
  isOlderThan,
  peekSessionParts,
  readSessionParts,
  type SessionParts,
} from '../sessions/session-parts.ts'
import type { TokenFacts } from '../tokens/token-facts.ts'
import { invalidToken } from './challenges.ts'
import type { TokenCache } from './token-cache.ts'

/** A caller, with what endpoints of the auth plug-in want to know of its token. */
export interface TokenCaller extends Caller {
  readonly facts: TokenFacts
  readonly sessionId: string
  readonly user?: UserDocument['resource']
  readonly session: SessionDocument['resource']
}

/** All the documents that a token hangs on, as they are now. */
interface Parts extends SessionParts {
  readonly client: ClientDocument
  readonly roles: readonly JsonObject[]
}

export interface BearerServices {
  readonly issuer: string
  readonly tokens: TokenCache
  readonly documents: Documents
  readonly roles: RoleCache
  /** Of all that a token hangs on but itself. */
  readonly epoch: ReturnType<Memory['epoch']>
}

/** Changes of these types may end a caller. */
export const callerTypes = [Session.type, Client.type, User.type, Role.type] as const

export interface BearerCallers {
  /** Of a token that is meant for this server. @throws AppError `invalid_token` (401). Without a promise when all is in memory. */
  recognise(token: string): TokenCaller | Promise<TokenCaller>
  /** Of a token for any audience: for those who ask about it. @throws AppError `invalid_token` (401). */
  inspect(token: string): TokenCaller | Promise<TokenCaller>
}

const maxTokenLength = 8192

export function createBearerCallers(services: BearerServices): BearerCallers {
  // One caller for each set of documents, so that whoever keys on a caller finds it again.
  const subjects = new WeakMap<TokenFacts, Subject>()
  const ours = audiencesOf(services.issuer)

  function keepSubject(facts: TokenFacts, parts: Parts, epoch: number | undefined): Subject {
    const known = subjects.get(facts)
    if (known && isSame(known.parts, parts)) {
      known.epoch = epoch
      return known
    }
    checkInForce(parts)
    const isOurs = facts.audience.some((one) => ours.has(one))
    const subject = { parts, epoch, isOurs, caller: createSubject(facts, parts) }
    subjects.set(facts, subject)
    return subject
  }

  /** While nothing has changed that it hangs on, the caller is who it was. */
  function peekSubject(facts: TokenFacts, epoch: number | undefined): Subject | undefined {
    const known = subjects.get(facts)
    if (known !== undefined && epoch !== undefined && known.epoch === epoch) return known
    const parts = peekParts(facts, services)
    return parts && keepSubject(facts, parts, epoch)
  }

  async function readSubject(token: string, epoch: number | undefined): Promise<Subject> {
    const facts = await services.tokens.find(token)
    if (facts === null) throw invalidToken('The access token is unknown, expired or revoked')
    return keepSubject(facts, await readParts(facts, services), epoch)
  }

  function find(token: string, toCaller: (subject: Subject) => TokenCaller) {
    if (token.length > maxTokenLength) throw invalidToken('The access token is too long')
    // Before anything is read: what changes meanwhile counts for the next one.
    const epoch = services.epoch()
    const facts = services.tokens.peek(token)
    const subject = facts && peekSubject(facts, epoch)
    return subject ? toCaller(subject) : readSubject(token, epoch).then(toCaller)
  }

  return { recognise: (token) => find(token, toOurCaller), inspect: (token) => find(token, toCaller) }
}

interface Subject {
  readonly parts: Parts
  readonly caller: TokenCaller
  /** Whether the token is meant for this server. */
  readonly isOurs: boolean
  /** When its parts were looked at last. */
  epoch: number | undefined
}

function toCaller({ caller }: Subject): TokenCaller {
  return caller
}

/** RFC 9068 §4: the token names us, or whoever it is for could use it here in its holder's name. */
function toOurCaller({ caller, isOurs }: Subject): TokenCaller {
  if (!isOurs) throw invalidToken('The access token is meant for another audience')
  return caller
}

function peekParts(facts: TokenFacts, { documents, roles }: BearerServices): Parts | undefined {
  const parts = peekSessionParts(facts.sessionId, documents)
  const client = parts && documents.peek(Client, facts.clientId)
  if (!client) return undefined
  const held = parts.user === undefined ? noRoles : roles.peek(parts.user)
  return held && { ...parts, client, roles: held }
}

const noRoles: readonly JsonObject[] = []

async function readParts(facts: TokenFacts, { documents, roles }: BearerServices): Promise<Parts> {
  const parts = await readSessionParts(facts.sessionId, documents)
  const client = parts && (await documents.get(Client, facts.clientId))
  if (!client) throw invalidToken('The session of the access token has ended')
  const held = parts.user === undefined ? noRoles : await roles.get(parts.user)
  return { ...parts, client, roles: held }
}

function isSame(a: Parts, b: Parts): boolean {
  return (
    a.session === b.session &&
    a.parent === b.parent &&
    a.client === b.client &&
    a.user === b.user &&
    a.roles === b.roles
  )
}

/** Fails closed: a token is worth nothing when its session, client or user is out of force. */
function checkInForce({ session, parent, client, user }: Omit<Parts, 'roles'>): void {
  if (!isActiveSession({ session, parent, user }))
    throw invalidToken('The session of the access token has ended')
  if (referenceId(session.resource.client, 'Client') !== client.id || isOlderThan(session, client))
    throw invalidToken('The access token fits no session')
  if (!isActiveClient(client)) throw invalidToken('The client of the access token is not active')
  const { type } = session.resource
  if (type === 'browser' || !allowsGrant(client, type))
    throw invalidToken('The client of the access token may no longer use the grant that it came from')
  if (user && !isActiveUser(user)) throw invalidToken('The user of the access token is not active')
}

function createSubject(facts: TokenFacts, parts: Parts): TokenCaller {
  const { session, client, user, roles } = parts
  return {
    name: user ? `User/${user.id}` : `Client/${client.id}`,
    facts,
    sessionId: facts.sessionId,
    user: user?.resource,
    client: client.resource,
    session: session.resource,
    claims: facts.claims as JsonObject | undefined,
    roles,
    limitedTo: limitsOf(facts, parts),
    actsForUserAlone: isFirstParty(client),
  }
}

/**
 * To the resource scopes of the token, where its session was granted any: a token that gave them up reaches nothing, or it
 * would gain by asking for less. A third party that acts for a user is limited in any case; without any, to nothing.
 */
function limitsOf(facts: TokenFacts, { client, user, session }: Parts): readonly string[] | undefined {
  const scopes = facts.scope.filter(isResourceScope)
  const isThirdParty = user !== undefined && !isFirstParty(client)
  const isLimited = isThirdParty || scopes.length > 0 || hasResourceScope(session.resource.scope)
  return isLimited ? scopes : undefined
}
