import { defineGrant } from '../model/grant.ts'
import { authorize, exchange, userinfo } from '../steps.ts'
import * as wrong from '../wrong-turns.ts'

export default defineGrant({
  id: 'codeBoth',
  order: 30,
  isOffered: (server) => server.hasGrant('authorization_code'),
  plan: {
    grantTypes: ['code'],
    hasSecret: true,
    settings: { access_token_expiration: 360, token_format: 'jwt', secret_required: true, pkce: true },
  },
  proofs: { secret: true, pkce: true },
  scope: 'openid profile',
  steps: [authorize, exchange, userinfo],
  wrongTurns: [
    ...[wrong.noChallenge, wrong.noVerifier, wrong.wrongVerifier, wrong.wrongSecret, wrong.noSecret],
    ...[wrong.redirectToken, wrong.replay, wrong.state],
  ],
  sample: 'code',
})
