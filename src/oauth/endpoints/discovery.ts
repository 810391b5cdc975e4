/** Discovery: OpenID Connect Discovery §3, RFC 8414 and SMART App Launch. Only what is there and works is named. */

import type { AuthServices } from '../auth-services.ts'
import { clientAuthMethods } from '../client-auth/authenticate-client.ts'
import { standardScopes, userClaimNames } from '../oidc/user-claims.ts'
import { languages } from '../pages/languages.ts'
import { promptValues, responseModes } from '../params/authorize-params.ts'
import { grantTypes } from '../params/client-params.ts'
import { signingAlgorithms } from '../tokens/stored-keys.ts'

export function authorizationServerMetadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth/authorize`,
    token_endpoint: `${issuer}/auth/token`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    introspection_endpoint: `${issuer}/auth/introspect`,
    revocation_endpoint: `${issuer}/auth/revoke`,
    scopes_supported: standardScopes,
    response_types_supported: ['code'],
    response_modes_supported: responseModes,
    grant_types_supported: grantTypes,
    token_endpoint_auth_methods_supported: clientAuthMethods,
    revocation_endpoint_auth_methods_supported: clientAuthMethods,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  }
}

export function openidConfiguration(issuer: string) {
  return {
    ...authorizationServerMetadata(issuer),
    userinfo_endpoint: `${issuer}/auth/userinfo`,
    end_session_endpoint: `${issuer}/auth/logout`,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', ...signingAlgorithms.filter((alg) => alg !== 'RS256')],
    claim_types_supported: ['normal'],
    claims_supported: [
      ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash', 'azp', 'sid', 'acr', 'amr'],
      ...userClaimNames,
    ],
    prompt_values_supported: promptValues,
    ui_locales_supported: Object.keys(languages),
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }
}

/** SMART App Launch 2.0, "Conformance". */
export function smartConfiguration(issuer: string) {
  const { code_challenge_methods_supported, grant_types_supported, scopes_supported, ...endpoints } =
    authorizationServerMetadata(issuer)
  return {
    ...endpoints,
    userinfo_endpoint: `${issuer}/auth/userinfo`,
    end_session_endpoint: `${issuer}/auth/logout`,
    grant_types_supported,
    scopes_supported,
    code_challenge_methods_supported,
    capabilities: ['authorize-post', 'client-public', 'client-confidential-symmetric', 'sso-openid-connect'],
  }
}

/** A document that anybody may read, from any origin. */
export function publicDocument(body: unknown, contentType = 'application/json; charset=utf-8'): Response {
  return new Response(JSON.stringify(body), {
    headers: {
      'content-type': contentType,
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    },
  })
}

/** The public keys (RFC 7517 §5). */
export async function jwks({ keys }: AuthServices): Promise<Response> {
  return publicDocument(await keys.jwks(), 'application/jwk-set+json; charset=utf-8')
}
