/** The plug-in `oauth`: who calls. OAuth 2 and OpenID Connect for people and clients; what they may, others say. */

import { Role } from '../directory/Role.ts'
import { createRoleCache } from '../directory/role-cache.ts'
import { User } from '../directory/User.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../plugin.ts'
import type { AuthServices } from './auth-services.ts'
import { createKeptRequests } from './authorize/kept-requests.ts'
import { bootstrap } from './bootstrap.ts'
import { createBrowserPages } from './browser/browser-pages.ts'
import { createCookies } from './browser/cookies.ts'
import { createFormTokens } from './browser/form-tokens.ts'
import { createAuthenticate } from './callers/authenticate.ts'
import { createBasicCallers } from './callers/basic.ts'
import { callerTypes, createBearerCallers } from './callers/bearer.ts'
import { challenges } from './callers/challenges.ts'
import { createSu } from './callers/su.ts'
import { createTokenCache } from './callers/token-cache.ts'
import { createClientSecrets } from './client-auth/client-secrets.ts'
import { longestLifetimeSeconds } from './client-auth/client-settings.ts'
import { createClientOrigins } from './client-origins.ts'
import { guessOperations } from './endpoints/guesses.ts'
import { introspectOperation } from './endpoints/introspect.ts'
import { createKeepTrying } from './keep-trying.ts'
import { endSessionsAfter } from './on-written.ts'
import { describeAuthApi } from './open-api.ts'
import { type BrandingSettings, createBrandings } from './pages/branding.ts'
import { toBrandingSettings } from './pages/branding-settings.ts'
import { checkSignInNames } from './passwords/check-sign-in-names.ts'
import { createKnownWays } from './passwords/known-ways.ts'
import { createPasswords } from './passwords/verify-password.ts'
import { Client } from './resources/Client.ts'
import { Grant } from './resources/Grant.ts'
import { Session } from './resources/Session.ts'
import { createRoutes } from './routes.ts'
import { createBrowserSessions } from './sessions/browser-sessions.ts'
import { createSessions } from './sessions/sessions.ts'
import { oauthSettings } from './settings.ts'
import { createThrottle } from './throttle/throttle.ts'
import { accessTokenKind, createAccessTokens, revokedTokenKind } from './tokens/access-tokens.ts'
import { createAuthorizationCodes } from './tokens/authorization-codes.ts'
import { createRefreshTokens } from './tokens/refresh-tokens.ts'
import { createSealer } from './tokens/seal.ts'
import { openSigningKeys } from './tokens/signing-keys.ts'
import { signingKeyKind, signingKeyUseKind } from './tokens/stored-keys.ts'

/** In place of the settings of the same meaning. */
export interface OAuthOptions {
  /** Secret of `Client/root`; generated when absent and the client is new. */
  readonly rootClientSecret?: string
  /** Password of `User/admin`; generated when absent and the user is new. */
  readonly adminPassword?: string
  /** Name, logo, colours and texts of the pages. */
  readonly branding?: BrandingSettings
}

type OAuthHost = PluginHost<typeof oauthSettings>

export function oauth(options: OAuthOptions = {}): Plugin<typeof oauthSettings> {
  return {
    name: 'oauth',
    settings: oauthSettings,
    resources: [Client, User, Role, Session, Grant],
    operations: [introspectOperation, ...guessOperations],
    watchedRecordKinds: [accessTokenKind, revokedTokenKind, signingKeyKind, signingKeyUseKind],
    start: (host) => startOAuth(host, options),
  }
}

async function startOAuth(host: OAuthHost, options: OAuthOptions): Promise<StartedPlugin> {
  const { documents, memory, settings } = host
  const { generated, administrators } = await bootstrap({
    ...host,
    sessions: createSessions(host),
    rootClientSecret: options.rootClientSecret ?? settings.rootClientSecret,
    adminPassword: options.adminPassword ?? settings.adminPassword,
  })
  const { services, authenticate } = await createServices(host, options)
  const origins = createClientOrigins(documents, memory)
  // The write has happened, and its caller hears of no failure: sessions must end all the same.
  const tries = createKeepTrying()
  return {
    routes: createRoutes(services),
    authenticator: { authenticate, challenges },
    refineCaller: createSu({ isOn: settings.suHeader, callerOf: host.callerOf }),
    rules: { User: (resource, { store }) => checkSignInNames(resource, documents.within(store)) },
    onWritten: (written) => tries.run(() => endSessionsAfter(written, services.sessions, documents)),
    ...{ administrators, generated },
    security: describeSecurity(services.issuer),
    openApi: describeAuthApi(services.issuer),
    links,
    pages: createBrowserPages(services.brandings, services.issuer),
    allowsOrigin: (origin) => origins.allows(origin),
    stop: () => tries.stop(),
  }
}

async function createServices(host: OAuthHost, options: OAuthOptions) {
  const { documents, memory, records, secrets, clock, random, digest, baseUrl: issuer } = host
  const sealer = await createSealer(host.secretsKey)
  const sealerName = digest.keyed(host.secretsKey, 'name of the secrets key').slice(0, 16)
  const keys = await openSigningKeys({
    ...{ records, memory, clock, log: host.log, sealer, sealerName, openSigner: host.openSigner },
    rotationMs: host.settings.signingKeyRotation,
    longestLifetimeSeconds: async () => longestLifetimeSeconds(await documents.all(Client)),
  })
  const throttle = createThrottle(records, digest)
  const keyed = (text: string) => digest.keyed(host.secretsKey, `account\n${text}`)
  const clientSecrets = createClientSecrets({
    documents,
    secrets: host.keyedSecrets,
    throttle,
    digest: keyed,
  })
  const knownWays = createKnownWays(host)
  const sessions = createSessions({ documents, records, clock })
  const accessTokens = createAccessTokens({ records, documents, keys, digest, clock, random, issuer })
  const tokens = createTokenCache({ accessTokens, memory, digest, clock })
  const roles = createRoleCache(documents, memory)
  const epoch = memory.epoch(callerTypes)
  const bearer = createBearerCallers({ issuer, tokens, documents, roles, epoch })
  const services: AuthServices = {
    host,
    issuer,
    documents,
    clientSecrets,
    passwords: createPasswords({ documents, secrets, throttle, knownWays, digest: keyed }),
    knownWays,
    sessions,
    browsers: createBrowserSessions({ records, digest, random, clock, documents, sessions }),
    accessTokens,
    requests: createKeptRequests({ records, digest, random, clock }),
    codes: createAuthorizationCodes({ records, digest, random, clock }),
    refreshTokens: createRefreshTokens({ records, digest, random, clock, secretsKey: host.secretsKey }),
    keys,
    bearer,
    cookies: createCookies(issuer),
    forms: createFormTokens(issuer, digest, host.secretsKey),
    brandings: await createBrandings({ ...toBrandingSettings(host.settings), ...options.branding }),
  }
  const authenticate = createAuthenticate(bearer, createBasicCallers(clientSecrets))
  return { services, authenticate }
}

const links = {
  'sign-in': '/auth/login',
  account: '/auth/account',
  'openid-configuration': '/.well-known/openid-configuration',
}

/** SMART App Launch: where a client finds the endpoints. */
function describeSecurity(issuer: string) {
  const uris = { authorize: 'authorize', token: 'token', revoke: 'revoke', introspect: 'introspect' }
  return {
    cors: true,
    service: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' },
          { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'OAuth' },
        ],
      },
    ],
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: Object.entries(uris).map(([url, path]) => ({ url, valueUri: `${issuer}/auth/${path}` })),
      },
    ],
  }
}
