import { defineGrant } from '../model/grant.ts'
import { basic, givePolicy, policyAllowed } from '../steps.ts'
import * as wrong from '../wrong-turns.ts'

/** No grant of OAuth, and so not in discovery: clients list it where the server has clients. */
export default defineGrant({
  id: 'basic',
  order: 60,
  isOffered: (server) => server.hasType('AccessPolicy'),
  plan: { grantTypes: ['basic'], hasSecret: true, settings: {} },
  proofs: { secret: true, pkce: false },
  scope: '',
  steps: [basic, givePolicy, policyAllowed],
  wrongTurns: [wrong.wrongBasic, wrong.otherGrant],
  sample: 'basic',
})
