/** `matcho`: compares a pattern with the request object. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { pathOfKey } from '../issue-path.ts'
import { compileMatcho } from '../matcho/compile-matcho.ts'
import { findPatternDemands } from '../matcho/pattern-demands.ts'
import { findPatternReads } from '../matcho/pattern-reads.ts'
import type { PolicyEngine, Rule } from './engine.ts'

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
    const mayHold = compileWithoutBody(rule.matcho)
    return {
      cost: 1,
      reads: findPatternReads(rule.matcho),
      demands: findPatternDemands(rule.matcho),
      holds: (request) => pattern.matches(request),
      explain(request) {
        const errors = pattern.match(request)
        return { 'eval-result': errors.length === 0, ...(errors.length === 0 ? {} : { errors }) }
      },
      ...(mayHold && { mayHold }),
    }
  },
}

/** Root keys of the request object that are not known before a body is read. */
const ofBody = ['body', 'resource', 'stored']
/** Whether a part of a pattern looks at one of them, as a key or as a `.path`. */
const looksAtBody = new RegExp(`["'.](?:${ofBody.join('|')})["'.]`)

/** What the pattern asks of everything but the body. Undefined: it cannot be told apart, or asks nothing. */
function compileWithoutBody(pattern: JsonObject): Rule['mayHold'] {
  const others = Object.entries(pattern).filter(([key]) => !ofBody.includes(key))
  const rest: JsonObject = Object.fromEntries(others)
  if (others.length === 0 || looksAtBody.test(JSON.stringify(rest))) return undefined
  const { matcho: compiled } = compileMatcho(rest)
  return compiled === null ? undefined : (request) => compiled.matches(request)
}
