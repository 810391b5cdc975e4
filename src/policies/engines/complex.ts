/** `complex`: `and` or `or` over rules that each have an engine; stops as soon as it is decided. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { demandsOfAll, demandsOfAny } from '../decisions/demands.ts'
import { pathOfIndex, pathOfKey } from '../issue-path.ts'
import type { PolicyEngine, Rule, RuleExplanation, RulePlace } from './engine.ts'

export const complex: PolicyEngine = {
  fields: ['and', 'or'],
  compile(rule, place) {
    const isAnd = rule.and !== undefined
    if (isAnd === (rule.or !== undefined)) {
      return place.refuse(
        'The engine complex needs either `and` or `or`',
        place.path,
        isAnd ? 'invalid' : 'required',
      )
    }
    const name = isAnd ? 'and' : 'or'
    const rules = compileRules(rule[name], { ...place, path: pathOfKey(place.path, name) })
    if (rules === null) return null
    return {
      cost: Math.max(...rules.map((part) => part.cost)) + 1,
      reads: {
        stored: rules.some(({ reads }) => reads.stored),
        parameters: [...new Set(rules.flatMap(({ reads }) => reads.parameters))],
        parts: [...new Set(rules.flatMap(({ reads }) => reads.parts))],
      },
      demands: (isAnd ? demandsOfAll : demandsOfAny)(rules.map(({ demands }) => demands)),
      holds: (request) => decideFrom(rules, 0, request, !isAnd),
      explain: (request) => explainAll(rules, request, name),
      mayHold: (request) => {
        const may = ({ mayHold }: Rule) => mayHold?.(request) ?? true
        return isAnd ? rules.every(may) : rules.some(may)
      },
    }
  },
}

function compileRules(parts: unknown, place: RulePlace): readonly Rule[] | null {
  if (!Array.isArray(parts)) return place.refuse('This must be a list of rules', place.path)
  if (parts.length === 0) return place.refuse('An empty list says nothing', place.path)
  const rules = parts.map((part, index) => {
    const path = pathOfIndex(place.path, index)
    return isJsonObject(part) ? place.compile(part, path) : place.refuse('A rule must be an object', path)
  })
  return rules.every((rule) => rule !== null) ? rules : null
}

/** The first rule whose result is `decisive` decides; asynchronous only where a rule is. */
function decideFrom(
  rules: readonly Rule[],
  from: number,
  request: JsonObject,
  decisive: boolean,
): boolean | Promise<boolean> {
  for (let index = from; index < rules.length; index += 1) {
    const held = (rules[index] as Rule).holds(request)
    if (typeof held !== 'boolean') {
      return held.then((late) =>
        late === decisive ? decisive : decideFrom(rules, index + 1, request, decisive),
      )
    }
    if (held === decisive) return decisive
  }
  return !decisive
}

async function explainAll(
  rules: readonly Rule[],
  request: JsonObject,
  name: 'and' | 'or',
): Promise<RuleExplanation> {
  const decisive = name === 'or'
  const parts: RuleExplanation[] = []
  for (const rule of rules) {
    const part = await rule.explain(request)
    parts.push(part)
    if (part['eval-result'] === decisive) return { 'eval-result': decisive, [name]: parts }
  }
  return { 'eval-result': !decisive, [name]: parts }
}
