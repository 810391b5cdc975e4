/** The authorization code grant (RFC 6749 §4.1.3): one code, one exchange; a second one ends what the first gave, and no more. */

import type { UserDocument } from '../../directory/User.ts'
import type { NewRecord } from '../../engine/ports/records.ts'
import { isRegisteredRedirectUri } from '../authorize/redirect-uri-rules.ts'
import { checkSecretSent } from '../client-auth/authenticate-client.ts'
import { checkProof } from '../client-auth/check-proof.ts'
import {
  allowsGrant,
  type GrantSettings,
  grantSettings,
  isFirstParty,
} from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import type { ClientDocument } from '../resources/Client.ts'
import { lastTokenEnd } from '../sessions/new-session.ts'
import { isInForce, readSessionParts } from '../sessions/session-parts.ts'
import type { CodeFacts, FoundCode } from '../tokens/authorization-codes.ts'
import { type NewRefreshToken, refreshExpiry } from '../tokens/refresh-tokens.ts'
import { makeUserTokenAnswer } from '../tokens/token-answer.ts'
import { checkCodeVerifier } from './code-verifier.ts'
import type { GrantRequest, GrantTypeHandler } from './grant-type.ts'

export const authorizationCodeGrant: GrantTypeHandler = async (grant) => {
  const { services, authenticated, params } = grant
  const { client } = authenticated
  if (!allowsGrant(client, 'authorization_code')) {
    throw oauthError(
      'unauthorized_client',
      'This client may not use the authorization code grant (grant_types: code)',
    )
  }
  const settings = grantSettings(client, 'authorization_code')
  checkSecretSent(authenticated, settings)
  const code = params.code
  if (code === undefined) throw oauthError('invalid_request', 'code is missing')
  const found = await findOwnCode(code, client, grant)
  const { facts } = found
  checkRedirectUri(params.redirect_uri, facts)
  checkCodeVerifier(facts.codeChallenge, params.code_verifier, services.host.digest)
  checkProof(authenticated, facts.codeChallenge !== undefined)
  // Not before: who has seen a code and can prove nothing must not end what came from it.
  if (found.wasUsed) throw await replayed(facts, grant)
  if (found.hasExpired) throw oauthError('invalid_grant', 'The code has expired')
  checkSameClient(client, settings, facts)
  const user = await findUser(facts, services)
  const refreshToken = makeRefreshToken(facts, settings, grant)
  await consume(code, { facts, made: refreshToken?.record }, grant)
  await startSession(facts, { client, settings }, grant)
  return await answer({ client, settings, user, facts, refreshToken: refreshToken?.token }, grant)
}

async function findOwnCode(code: string, client: ClientDocument, grant: GrantRequest): Promise<FoundCode> {
  const found = await grant.services.codes.find(code)
  if (found === null || found.facts.clientId !== client.id) {
    throw oauthError('invalid_grant', 'The code is unknown, expired, or was issued to another client')
  }
  return found
}

/** RFC 6749 §4.1.2 and RFC 9700 §4.13: all tokens of a code that is used twice are revoked. */
async function replayed(facts: CodeFacts, { services, request }: GrantRequest): Promise<Error> {
  await services.sessions.forbid(facts.sessionId)
  services.host.log.warn('An authorization code was used twice; its tokens are revoked', {
    client: facts.clientId,
    session: facts.sessionId,
    remoteAddress: request.remoteAddress,
  })
  return oauthError('invalid_grant', 'The code was used before; every token that came from it is revoked')
}

/** RFC 6749 §4.1.3: identical when sent. It may be left out, because the code is bound to one redirect URI anyway. */
function checkRedirectUri(sent: string | undefined, facts: CodeFacts): void {
  if (sent !== undefined && sent !== facts.redirectUri) {
    throw oauthError('invalid_grant', 'redirect_uri is not the one that the code was sent to')
  }
}

/** A client that was deleted and made again, or gave the redirect URI up, is not the one that the user agreed to. */
function checkSameClient(client: ClientDocument, settings: GrantSettings, facts: CodeFacts): void {
  const isRegistered = settings.redirectUris.some((one) => isRegisteredRedirectUri(one, facts.redirectUri))
  if (client.createdAt !== facts.clientCreatedAt || !isRegistered) {
    throw oauthError('invalid_grant', 'The client has changed since the code was issued')
  }
}

async function findUser(facts: CodeFacts, services: GrantRequest['services']): Promise<UserDocument> {
  const browser = await readSessionParts(facts.browserSessionId, services.documents)
  if (browser?.user?.id !== facts.userId || !isInForce(browser)) {
    throw oauthError('invalid_grant', 'The user has signed out or is not active')
  }
  return browser.user
}

function makeRefreshToken(
  { sessionId, clientId, scope, audience, authTime, codeChallenge }: CodeFacts,
  { refreshToken, refreshTokenSeconds }: GrantSettings,
  { services, authenticated }: GrantRequest,
): NewRefreshToken | undefined {
  if (!refreshToken) return undefined
  const isConfidential = authenticated.method !== 'none'
  const hasChallenge = codeChallenge !== undefined
  const facts = { sessionId, clientId, scope, audience, authTime, isConfidential, hasChallenge }
  return services.refreshTokens.make(facts, refreshTokenSeconds)
}

/** With the record of the refresh token, which is worth nothing before its session is there. */
async function consume(
  code: string,
  { facts, made }: { readonly facts: CodeFacts; readonly made: NewRecord | undefined },
  grant: GrantRequest,
): Promise<void> {
  if (!(await grant.services.codes.consume(code, made))) throw await replayed(facts, grant)
}

async function startSession(
  facts: CodeFacts,
  { client, settings }: { readonly client: ClientDocument; readonly settings: GrantSettings },
  { request, services }: GrantRequest,
): Promise<void> {
  const { clock } = services.host
  const refreshUntil = settings.refreshToken ? refreshExpiry(settings.refreshTokenSeconds, clock) : undefined
  const started = await services.sessions.create({
    id: facts.sessionId,
    type: 'authorization_code',
    userId: facts.userId,
    clientId: client.id,
    [isFirstParty(client) ? 'parentId' : 'signInId']: facts.browserSessionId,
    expiresAt: lastTokenEnd(settings, refreshUntil, clock),
    authTime: facts.authTime,
    methods: facts.methods,
    scope: facts.scope,
    claims: facts.claims,
    userAgent: request.headers.get('user-agent') ?? undefined,
    ip: request.remoteAddress,
  })
  if (started) return
  // A replay has forbidden it: what this exchange has stored goes as well.
  await services.sessions.endAlone(facts.sessionId)
  throw oauthError('invalid_grant', 'The code was used before; every token that came from it is revoked')
}

interface Exchange {
  readonly client: ClientDocument
  readonly settings: GrantSettings
  readonly user: UserDocument
  readonly facts: CodeFacts
  readonly refreshToken: string | undefined
}

async function answer({ facts, ...exchange }: Exchange, { services }: GrantRequest) {
  const { sessionId, scope, audience, authTime, nonce, methods, claims } = facts
  return await makeUserTokenAnswer(
    { ...exchange, sessionId, scope, audience, authTime, methods, nonce, claimNames: claims.idToken },
    services,
  )
}
