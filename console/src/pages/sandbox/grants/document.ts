import { defineGrant } from '../model/grant.ts'
import { authorize, exchange, scopeAllowed, scopeRefused } from '../steps.ts'
import { idToken, redirect, replay, wrongSecret } from '../wrong-turns.ts'

/** The first client of everybody, from its document to a refused and an allowed call. */
export default defineGrant({
  id: 'document',
  order: 0,
  isOffered: (server) => server.hasGrant('authorization_code') && server.hasType('User'),
  plan: {
    grantTypes: ['code'],
    hasSecret: true,
    settings: {
      access_token_expiration: '360 # 6 minutes',
      token_format: 'jwt',
      secret_required: true,
      refresh_token: true,
      refresh_token_expiration: '86400 # 24 hours',
    },
  },
  proofs: { secret: true, pkce: false },
  scope: 'openid profile user/User.rs',
  steps: [authorize, exchange, scopeRefused, scopeAllowed],
  wrongTurns: [redirect, replay, wrongSecret, idToken],
  sample: 'code',
})
