import { defineGrant } from '../model/grant.ts'
import { authorize, exchange, refresh, revoke, userinfo } from '../steps.ts'
import * as wrong from '../wrong-turns.ts'

export default defineGrant({
  id: 'refresh',
  order: 40,
  isOffered: (server) => server.hasGrant('refresh_token'),
  plan: {
    grantTypes: ['code'],
    hasSecret: true,
    settings: {
      ...{ access_token_expiration: 360, token_format: 'jwt', secret_required: true },
      ...{ refresh_token: true, refresh_token_expiration: 86_400, refresh_token_rotation: true },
    },
  },
  proofs: { secret: true, pkce: true },
  scope: 'openid profile offline_access',
  steps: [authorize, exchange, refresh, userinfo, revoke],
  wrongTurns: [wrong.stolenRefresh, wrong.expired, wrong.replay, wrong.wrongSecret],
  sample: 'code',
})
