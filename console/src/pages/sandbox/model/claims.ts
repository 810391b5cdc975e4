/** Names of headers and claims that the sandbox explains (RFC 7515 §4.1, RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2). */
export const explainedClaims = [
  ...(['alg', 'typ', 'kid', 'iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'jti', 'client_id'] as const),
  ...(['scope', 'nonce', 'at_hash', 'azp', 'sid', 'amr', 'acr'] as const),
] as const
