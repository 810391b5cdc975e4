import { defineGrant } from '../model/grant.ts'
import { authorize, exchange, userinfo } from '../steps.ts'
import * as wrong from '../wrong-turns.ts'

export default defineGrant({
  id: 'codePkce',
  order: 20,
  isOffered: (server) => server.hasGrant('authorization_code'),
  plan: {
    grantTypes: ['code'],
    hasSecret: false,
    settings: { access_token_expiration: 360, token_format: 'jwt', pkce: true },
  },
  proofs: { secret: false, pkce: true },
  scope: 'openid profile',
  steps: [authorize, exchange, userinfo],
  wrongTurns: [
    ...[wrong.noChallenge, wrong.noVerifier, wrong.wrongVerifier, wrong.redirect, wrong.replay],
    ...[wrong.stolenRefresh, wrong.state, wrong.expired, wrong.idToken],
  ],
  sample: 'code',
})
