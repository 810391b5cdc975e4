/** Codes and identifiers (https://hl7.org/fhir/R4/search.html#token). */
import type { Test } from '../../ports/condition.ts'
import { toCaselessPattern } from '../caseless-pattern.ts'
import { splitUnescaped, unescapeValue } from '../escapes.ts'
import { all, any, at, equals, parameterType } from '../parameter-type.ts'

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
  if (ignoreCase && code !== undefined)
    return { kind: 'matches', pattern: `^${toCaselessPattern(code)}$`, caseless: code }
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

function plainTests(code: string): Test[] {
  if (code === 'true' || code === 'false') return [equals(code, code === 'true')]
  // Digits that are a JSON number: a token may be one, as a boolean may.
  const isNumber = /^-?(0|[1-9]\d{0,17})(\.\d{1,17})?$/.test(code)
  return [equals(code), ...(isNumber ? [{ kind: 'number', operator: '==', digits: code } as const] : [])]
}
