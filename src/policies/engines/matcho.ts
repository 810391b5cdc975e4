/** `matcho`: compares a pattern with the request object. */
import { isJsonObject } from '../../kernel/json.ts'
import { pathOfKey } from '../issue-path.ts'
import { compileMatcho } from '../matcho/compile-matcho.ts'
import { findPatternReads } from '../matcho/pattern-reads.ts'
import type { PolicyEngine } from './engine.ts'

export const matcho: PolicyEngine = {
  fields: ['matcho'],
  compile(rule, place) {
    const path = pathOfKey(place.path, 'matcho')
    if (!isJsonObject(rule.matcho))
      return place.refuse('The engine matcho needs a pattern here', path, 'required')
    const compiled = compileMatcho(rule.matcho, path)
    if (compiled.matcho === null) {
      for (const issue of compiled.issues) place.refuse(issue.message, issue.expression)
      return null
    }
    const pattern = compiled.matcho
    return {
      cost: 1,
      reads: findPatternReads(rule.matcho),
      holds: (request) => pattern.matches(request),
      explain(request) {
        const errors = pattern.match(request)
        return { 'eval-result': errors.length === 0, ...(errors.length === 0 ? {} : { errors }) }
      },
    }
  },
}
