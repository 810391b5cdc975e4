/** Every route of the auth plug-in at one glance. */
import type { Route, RouteHandler } from '../plugin.ts'
import type { AuthServices } from './auth-services.ts'
import { toFailurePage } from './browser/page-failure.ts'
import { redirectHome } from './browser/right-address.ts'
import { showAccount, submitAccount } from './endpoints/account.ts'
import { authorize } from './endpoints/authorize.ts'
import { showConsent, submitConsent } from './endpoints/consent.ts'
import { design } from './endpoints/design.ts'
import {
  authorizationServerMetadata,
  jwks,
  openidConfiguration,
  publicDocument,
  smartConfiguration,
} from './endpoints/discovery.ts'
import { clearGuesses, showGuesses } from './endpoints/guesses.ts'
import { introspect } from './endpoints/introspect.ts'
import { showLogin, submitLogin } from './endpoints/login.ts'
import { logout } from './endpoints/logout.ts'
import { revoke } from './endpoints/revoke.ts'
import { token } from './endpoints/token.ts'
import { endSession, userinfo } from './endpoints/token-holder.ts'
import { toOAuthErrorResponse } from './oauth-error.ts'

type Endpoint = (request: Parameters<RouteHandler>[0], services: AuthServices) => Promise<Response> | Response

export function createRoutes(services: AuthServices): readonly Route[] {
  const { issuer, host } = services
  const bind =
    (endpoint: Endpoint): RouteHandler =>
    (request) =>
      endpoint(request, services)
  const bindPage = (endpoint: Endpoint) =>
    bind((request, all) => redirectHome(request, issuer) ?? endpoint(request, all))
  const page: Pick<Route, 'onError' | 'navigation'> = {
    navigation: true,
    onError: (error, request) => toFailurePage(error, request, services),
  }
  const api: Pick<Route, 'onError'> = {
    onError: (error, request) => toOAuthErrorResponse(error, host.log, request.requestId),
  }
  const document = (body: unknown): Route['methods'] => ({ GET: () => publicDocument(body) })

  return [
    { path: '/.well-known/openid-configuration', methods: document(openidConfiguration(issuer)) },
    {
      path: '/.well-known/oauth-authorization-server',
      methods: document(authorizationServerMetadata(issuer)),
    },
    { path: '/.well-known/smart-configuration', methods: document(smartConfiguration(issuer)) },
    { path: '/fhir/.well-known/smart-configuration', methods: document(smartConfiguration(issuer)) },
    { path: '/.well-known/jwks.json', methods: { GET: bind((_, all) => jwks(all)) }, ...api },
    { path: '/auth/authorize', methods: { GET: bindPage(authorize), POST: bind(authorize) }, ...page },
    { path: '/auth/login', methods: { GET: bindPage(showLogin), POST: bind(submitLogin) }, ...page },
    { path: '/auth/grant', methods: { GET: bindPage(showConsent), POST: bind(submitConsent) }, ...page },
    { path: '/auth/account', methods: { GET: bindPage(showAccount), POST: bind(submitAccount) }, ...page },
    { path: '/auth/logout', methods: { GET: bindPage(logout), POST: bind(logout) }, ...page },
    { path: '/auth/design.css', methods: { GET: bind(design) } },
    { path: '/auth/token', methods: { POST: bind(token) }, ...api },
    { path: '/auth/introspect', methods: { POST: bind(introspect) }, ...api },
    { path: '/auth/revoke', methods: { POST: bind(revoke) }, ...api },
    { path: '/auth/userinfo', methods: { GET: bind(userinfo), POST: bind(userinfo) }, ...api },
    { path: '/auth/throttle', methods: { GET: bind(showGuesses), DELETE: bind(clearGuesses) } },
    { path: '/Session', methods: { DELETE: bind(endSession) } },
  ]
}
