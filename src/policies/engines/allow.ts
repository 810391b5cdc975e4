/** `allow`: grants whatever its links reach. */
import { demandsNothing } from '../decisions/demands.ts'
import { type PolicyEngine, type Rule, readsNothing } from './engine.ts'

const rule: Rule = {
  cost: 0,
  reads: readsNothing,
  demands: demandsNothing,
  holds: () => true,
  explain: () => ({ 'eval-result': true }),
}

export const allow: PolicyEngine = { fields: [], compile: () => rule }
