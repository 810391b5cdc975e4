/** Compiles a rule: an object with an `engine` and the field that the engine needs. */
import type { Issue } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'
import type { Rule, RulePlace } from './engines/engine.ts'
import { pathOfKey } from './issue-path.ts'
import { engineFields, policyEngines } from './policy-engines.ts'

const maxDepth = 16
const maxRules = 500

/** The rule, null when it has problems; these are added to `issues`, each with its FHIRPath expression. */
export function compileRule(rule: unknown, path: string, issues: Issue[]): Rule | null {
  let rules = 0
  let depth = 0
  const before = issues.length
  const compile = (part: unknown, at: string): Rule | null => {
    const place = createPlace(at, compile, issues)
    rules += 1
    if (depth >= maxDepth || rules > maxRules) {
      return place.refuse(`A policy has at most ${maxRules} rules, nested at most ${maxDepth} deep`)
    }
    depth += 1
    try {
      return compileWithEngine(part, place)
    } finally {
      depth -= 1
    }
  }
  const compiled = compile(rule, path)
  return issues.length > before ? null : compiled
}

function createPlace(path: string, compile: RulePlace['compile'], issues: Issue[]): RulePlace {
  return {
    path,
    compile,
    refuse(message, expression = path, code = 'invalid') {
      issues.push({ code, message, expression })
      return null
    },
  }
}

function compileWithEngine(rule: unknown, place: RulePlace): Rule | null {
  if (!isJsonObject(rule)) return place.refuse('A rule must be an object')
  const path = pathOfKey(place.path, 'engine')
  const known = [...policyEngines.keys()].join(', ')
  if (typeof rule.engine !== 'string') return place.refuse(`Which engine? One of ${known}`, path, 'required')
  const engine = policyEngines.get(rule.engine)
  if (engine === undefined) return place.refuse(`Unknown engine; known are ${known}`, path)
  for (const field of engineFields) {
    if (rule[field] === undefined || engine.fields.includes(field)) continue
    place.refuse(`The engine ${rule.engine} does not look at \`${field}\``, pathOfKey(place.path, field))
  }
  return engine.compile(rule, place)
}
