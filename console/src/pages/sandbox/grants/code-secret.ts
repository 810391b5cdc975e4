import { defineGrant } from '../model/grant.ts'
import { authorize, exchange, userinfo } from '../steps.ts'
import * as wrong from '../wrong-turns.ts'

export default defineGrant({
  id: 'codeSecret',
  order: 10,
  isOffered: (server) => server.hasGrant('authorization_code'),
  plan: {
    grantTypes: ['code'],
    hasSecret: true,
    settings: { access_token_expiration: 360, token_format: 'jwt', secret_required: true },
  },
  proofs: { secret: true, pkce: false },
  scope: 'openid profile',
  steps: [authorize, exchange, userinfo],
  wrongTurns: [
    ...[wrong.redirect, wrong.redirectToken, wrong.replay, wrong.wrongSecret, wrong.noSecret],
    ...[wrong.state, wrong.expired, wrong.idToken, wrong.otherGrant],
  ],
  sample: 'code',
})
