/** The caller behind a Bearer token (RFC 6750): whose session it is, if everything it hangs on is still in force. */

import type { RoleCache } from '../../directory/role-cache.ts'
import { isActiveUser, type UserDocument } from '../../directory/User.ts'
import type { Caller } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Documents } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { hasResourceScope, isResourceScope } from '../../schema/resource-scopes.ts'
import { grantSettings, isActiveClient, isFirstParty } from '../client-auth/client-settings.ts'
import { Client, type ClientDocument } from '../resources/Client.ts'
import type { SessionDocument } from '../resources/Session.ts'
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
}

export interface BearerCallers {
  /** @throws AppError `invalid_token` (401). Answers without a promise when everything is in memory. */
  recognise(token: string): TokenCaller | Promise<TokenCaller>
}

const maxTokenLength = 8192

export function createBearerCallers(services: BearerServices): BearerCallers {
  // One caller for each set of documents, so that whoever keys on a caller finds it again.
  const subjects = new WeakMap<TokenFacts, { parts: Parts; caller: TokenCaller }>()

  function toSubject(facts: TokenFacts, parts: Parts): TokenCaller {
    const known = subjects.get(facts)
    if (known && isSame(known.parts, parts)) return known.caller
    checkInForce(facts, parts, services.issuer)
    const caller = createSubject(facts, parts)
    subjects.set(facts, { parts, caller })
    return caller
  }

  return {
    recognise(token) {
      if (token.length > maxTokenLength) throw invalidToken('The access token is too long')
      const facts = services.tokens.peek(token)
      const parts = facts && peekParts(facts, services)
      return facts && parts ? toSubject(facts, parts) : findSubject(token, services, toSubject)
    },
  }
}

async function findSubject(
  token: string,
  services: BearerServices,
  toSubject: (facts: TokenFacts, parts: Parts) => TokenCaller,
): Promise<TokenCaller> {
  const facts = await services.tokens.find(token)
  if (facts === null) throw invalidToken('The access token is unknown, expired or revoked')
  return toSubject(facts, await readParts(facts, services))
}

function peekParts(facts: TokenFacts, { documents, roles }: BearerServices): Parts | undefined {
  const parts = peekSessionParts(facts.sessionId, documents)
  const client = parts && documents.peek(Client, facts.clientId)
  if (!client) return undefined
  const held = parts.user === undefined ? noRoles : roles.peek(parts.user.id)
  return held && { ...parts, client, roles: held }
}

const noRoles: readonly JsonObject[] = []

async function readParts(facts: TokenFacts, { documents, roles }: BearerServices): Promise<Parts> {
  const parts = await readSessionParts(facts.sessionId, documents)
  const client = parts && (await documents.get(Client, facts.clientId))
  if (!client) throw invalidToken('The session of the access token has ended')
  const held = parts.user === undefined ? noRoles : await roles.get(parts.user.id)
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
function checkInForce(facts: TokenFacts, parts: Parts, issuer: string): void {
  const { session, client, user } = parts
  if (!isActiveSession(parts)) throw invalidToken('The session of the access token has ended')
  if (referenceId(session.resource.client, 'Client') !== client.id || isOlderThan(session, client))
    throw invalidToken('The access token fits no session')
  if (!isActiveClient(client)) throw invalidToken('The client of the access token is not active')
  if (user && !isActiveUser(user)) throw invalidToken('The user of the access token is not active')
  if (!isMeantForUs(facts, client, session, issuer))
    throw invalidToken('The access token is meant for another audience')
}

/** RFC 9068 §4: our URL, or the audience that the operator configured for the client; not one that the client asked for. */
function isMeantForUs(
  facts: TokenFacts,
  client: ClientDocument,
  session: SessionDocument,
  issuer: string,
): boolean {
  if (facts.audience.includes(issuer)) return true
  const grant = session.resource.type === 'client_credentials' ? 'client_credentials' : 'authorization_code'
  const configured = grantSettings(client, grant).audience ?? []
  return configured.length > 0 && configured.every((one) => facts.audience.includes(one))
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
 * A first-party client's user is not limited, nor a token of a session that was granted no resource scope. A token that
 * gave up the resource scopes of its session reaches nothing, or it would gain by asking for less.
 */
function limitsOf(facts: TokenFacts, { client, user, session }: Parts): readonly string[] | undefined {
  if (user !== undefined && isFirstParty(client)) return undefined
  const scopes = facts.scope.filter(isResourceScope)
  return scopes.length > 0 || hasResourceScope(session.resource.scope) ? scopes : undefined
}
