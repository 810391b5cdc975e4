/** One search value, by the type of its parameter (https://hl7.org/fhir/R4/search.html#ptypes). Null: the value cannot be meant. */
import { isResourceId } from '../../schema/resource-id.ts'
import type { CriterionValue } from '../ports/store.ts'
import { splitUnescaped, unescapeValue } from './split-values.ts'

/** `code`, `system|code`, `|code` (no system), `system|`. */
export function parseTokenValue(text: string): CriterionValue | null {
  const parts = splitUnescaped(text, '|').map(unescapeValue)
  const [first = '', second] = parts
  if (parts.length > 2) return null
  if (second === undefined) return { kind: 'token', code: first }
  if (second === '') return first === '' ? null : { kind: 'token', system: first }
  return { kind: 'token', system: first, code: second }
}

/** `id`, `Type/id`, or an absolute URL; one that starts with our base URL is a relative one. */
export function parseReferenceValue(text: string, baseUrl: string, onlyType?: string): CriterionValue | null {
  const value = unescapeValue(text)
  const relative = value.startsWith(`${baseUrl}/`) ? value.slice(baseUrl.length + 1) : value
  const parts = relative.split('/')
  const [first = '', second] = parts
  if (parts.length === 1 && isResourceId(first)) {
    return { kind: 'reference', id: first, ...(onlyType === undefined ? {} : { type: onlyType }) }
  }
  if (parts.length === 2 && /^[A-Z][A-Za-z0-9]{0,63}$/.test(first) && isResourceId(second)) {
    return onlyType === undefined || onlyType === first
      ? { kind: 'reference', type: first, id: second }
      : null
  }
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(value)
  return isAbsolute && onlyType === undefined ? { kind: 'reference', type: '', id: value } : null
}
