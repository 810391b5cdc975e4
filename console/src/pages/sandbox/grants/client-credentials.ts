import { defineGrant } from '../model/grant.ts'
import { clientCredentials, givePolicy, policyAllowed, policyRefused } from '../steps.ts'
import * as wrong from '../wrong-turns.ts'

export default defineGrant({
  id: 'clientCredentials',
  order: 50,
  isOffered: (server) => server.hasGrant('client_credentials') && server.hasType('AccessPolicy'),
  plan: {
    grantTypes: ['client_credentials'],
    hasSecret: true,
    settings: { access_token_expiration: 360, token_format: 'jwt' },
  },
  proofs: { secret: true, pkce: false },
  scope: '',
  steps: [clientCredentials, policyRefused, givePolicy, policyAllowed],
  wrongTurns: [wrong.wrongCredentials, wrong.expired],
  sample: 'client_credentials',
})
