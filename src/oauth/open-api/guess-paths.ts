/** What administrators see and clear of counted guesses. */
import type { JsonObject } from '../../kernel/json.ts'
import { inJson, outcome, text } from './schemas.ts'

const account: JsonObject = {
  ...{ name: 'account', in: 'query', schema: text },
  description: 'User/<id> or Client/<id>',
}
const whole: JsonObject = { type: 'integer' }
const counted: JsonObject = {
  type: 'object',
  properties: {
    ...{ account: text, rule: text, from: text, taken: whole, slots: whole, nextSlotInSeconds: whole },
    digest: { type: 'string', description: 'What the log calls the account' },
  },
}

export const guessPaths: JsonObject = {
  '/auth/throttle': {
    get: {
      ...{ operationId: 'read-throttle', tags: ['Accounts'], parameters: [account] },
      summary: 'Accounts at which somebody guesses, and what is left of their slots',
      responses: {
        200: inJson('What is counted', {
          type: 'object',
          properties: { entry: { type: 'array', items: counted } },
        }),
        ...outcome(401, 403),
      },
    },
    delete: {
      ...{ operationId: 'clear-throttle', tags: ['Accounts'], parameters: [{ ...account, required: true }] },
      summary: 'Forgets the failures of an account',
      responses: {
        200: inJson('How many counters there were', { type: 'object', properties: { removed: whole } }),
        ...outcome(400, 401, 403),
      },
    },
  },
}
