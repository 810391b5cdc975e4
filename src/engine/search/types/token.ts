/** Codes and identifiers (https://hl7.org/fhir/R4/search.html#token). */
import type { Test } from '../../ports/condition.ts'
import { toCaseless, toCaselessPattern } from '../caseless-pattern.ts'
import { parseDecimal, toShortDigits } from '../decimal.ts'
import { splitUnescaped, unescapeValue } from '../escapes.ts'
import { entriesOf, type Item, membersOf, textsAt, textsOf } from '../items.ts'
import { beginsWith, noMatch, oneOfKeys } from '../matches.ts'
import { all, any, at, type EntrySink, equals, type Match, parameterType } from '../parameter-type.ts'

/** `system` undefined: any system; '': explicitly none. `code` undefined: any code of the system. */
export interface TokenValue {
  readonly kind: 'token'
  readonly system?: string
  readonly code?: string
}

export const token = parameterType({
  modifiers: ['not'],
  examples: 'code or system|code',
  parse: parseTokenValue,
  test: tokenTest,
  match: toMatch,
  kind: 'key',
  version: 1,
  addEntries(item, sink, ignoreCase) {
    for (const text of textsOf(item)) sink.key(`=${ignoreCase ? toCaseless(text) : text}`)
    if (!ignoreCase) addPlain(item, sink)
    if (typeof item.value !== 'object') return
    const codes = ignoreCase ? [] : [...textsAt(item, 'code'), ...textsAt(item, 'value')]
    addCodes(codes, textsAt(item, 'system'), sink)
    for (const coding of membersOf(item, 'coding').flatMap(entriesOf))
      addCodes(ignoreCase ? [] : textsAt(coding, 'code'), textsAt(coding, 'system'), sink)
  },
  keyOf(value, ignoreCase) {
    if (!ignoreCase) return `=${value}`
    return typeof value === 'string' ? `=${toCaseless(value)}` : undefined
  },
  fields: ['code', 'value'],
})

/** `code`, `system|code`, `|code` (no system), `system|`. */
export function parseTokenValue(text: string): TokenValue | null {
  const parts = splitUnescaped(text, '|').map(unescapeValue)
  const [first = '', second] = parts
  if (parts.length > 2) return null
  if (second === undefined) return { kind: 'token', code: first }
  if (second === '') return first === '' ? null : { kind: 'token', system: first }
  return { kind: 'token', system: first, code: second }
}

/** A code or boolean, a Coding, a CodeableConcept, an Identifier or a ContactPoint. */
export function tokenTest({ system, code }: TokenValue, _modifier?: string, ignoreCase = false): Test {
  if (ignoreCase && code !== undefined) return { kind: 'matches', pattern: `^${toCaselessPattern(code)}$` }
  if (code === undefined) {
    if (system === undefined || system === '') return any()
    const ofSystem = at('system', equals(system))
    return any(ofSystem, at('coding', ofSystem))
  }
  const ofCode = withSystem(at('code', equals(code)), system)
  const coded = [ofCode, withSystem(at('value', equals(code)), system), at('coding', ofCode)]
  return any(...coded, ...(system === undefined || system === '' ? plainTests(code) : []))
}

function withSystem(test: Test, system: string | undefined): Test {
  if (system === undefined) return test
  return all(test, system === '' ? { kind: 'lacks', field: 'system' } : at('system', equals(system)))
}

const numeric = /^-?(0|[1-9]\d{0,17})(\.\d{1,17})?$/

function plainTests(code: string): Test[] {
  if (code === 'true' || code === 'false') return [equals(code, code === 'true')]
  // Digits that are a JSON number: a token may be one, as a boolean may.
  const isNumber = numeric.test(code)
  return [equals(code), ...(isNumber ? [{ kind: 'number', operator: '==', digits: code } as const] : [])]
}

/** `=code` of any system, `s:system|code` of this one, `#` and the shortest digits of a number. */
function toMatch({ system, code }: TokenValue, _modifier?: string, ignoreCase = false): Match {
  if (ignoreCase && code !== undefined) return oneOfKeys(`=${toCaseless(code)}`)
  if (code === undefined)
    return system === undefined || system === '' ? noMatch : beginsWith(ofSystem(system))
  if (system !== undefined && system !== '') return oneOfKeys(ofSystem(system) + code)
  // Whether there is a system is the document's to tell.
  const { isExact, of } = oneOfKeys(`=${code}`, system === undefined)
  const digits = numeric.test(code) ? parseDecimal(code) : null
  if (digits === null || of.kind !== 'keys') return { isExact, of }
  return { isExact, of: { kind: 'keys', values: [...of.values, `#${toShortDigits(digits)}`] } }
}

function ofSystem(system: string): string {
  return `s:${system.replace(/[\\|]/g, '\\$&')}|`
}

function addPlain({ value, digits }: Item, sink: EntrySink): void {
  for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'boolean') sink.key(`=${one}`)
  const number = digits === undefined ? null : parseDecimal(digits)
  if (number !== null) sink.key(`#${toShortDigits(number)}`)
}

/** Each with each, as the test of an item has it. */
function addCodes(codes: readonly string[], systems: readonly string[], sink: EntrySink): void {
  for (const code of codes) sink.key(`=${code}`)
  for (const system of systems) {
    const start = ofSystem(system)
    if (codes.length === 0) sink.key(start)
    for (const code of codes) if (sink.mayPair()) sink.key(start + code)
  }
}
