/** What an item that a search path leads to must be like, as a jsonpath filter over `@` (FHIR R4 search.html#ptypes). */
import type { Criterion, CriterionValue } from '../../engine/ports/store.ts'
import { toCaselessPattern, toLiteral } from './json-path.ts'

/** The parts of HumanName, Address, CodeableConcept and Coding that a person would type (search.html#string). */
const textParts = [
  ...[
    'family',
    'given',
    'prefix',
    'suffix',
    'text',
    'line',
    'city',
    'district',
    'state',
    'postalCode',
    'country',
  ],
  'display',
]

/** Null: a value that can match nothing. */
export function toFilter(criterion: Criterion, value: CriterionValue): string | null {
  if (value.kind === 'token') return tokenFilter(value)
  if (value.kind === 'reference') return referenceFilter(value)
  if (value.kind === 'string') return stringFilter(criterion, value.value)
  return null
}

type Token = Extract<CriterionValue, { kind: 'token' }>

/** A code or boolean, a Coding, a CodeableConcept, an Identifier or a ContactPoint (search.html#token). */
function tokenFilter({ system, code }: Token): string | null {
  if (code === undefined) {
    if (system === undefined || system === '') return null
    return `@.system == ${toLiteral(system)} || @.coding.system == ${toLiteral(system)}`
  }
  const literal = toLiteral(code)
  const ofSystem = systemFilter(system)
  const parts = [
    `(@.code == ${literal}${ofSystem})`,
    `(@.value == ${literal}${ofSystem})`,
    `exists (@.coding ? (@.code == ${literal}${ofSystem}))`,
  ]
  if (system === undefined || system === '') parts.push(...plainFilters(code))
  return parts.join(' || ')
}

function systemFilter(system: string | undefined): string {
  if (system === undefined) return ''
  return system === '' ? ' && !exists (@.system)' : ` && @.system == ${toLiteral(system)}`
}

function plainFilters(code: string): string[] {
  const isBoolean = code === 'true' || code === 'false'
  // Digits that are a JSON number: a token may be one, as a boolean may.
  const isNumber = /^-?(0|[1-9]\d{0,17})(\.\d{1,17})?$/.test(code)
  return [`@ == ${toLiteral(code)}`, ...(isBoolean || isNumber ? [`@ == ${code}`] : [])]
}

type Reference = Extract<CriterionValue, { kind: 'reference' }>

const idPattern = /^[A-Za-z0-9\-._]{1,64}$/

/** References as they are stored: relative, or absolute when they were given so (search.html#reference). */
function referenceFilter({ type, id }: Reference): string {
  if (type !== undefined) {
    const literal = toLiteral(type === '' ? id : `${type}/${id}`)
    return `@.reference == ${literal} || @ == ${literal}`
  }
  if (!idPattern.test(id)) return `@.reference == ${toLiteral(id)}`
  const pattern = toLiteral(`^[A-Za-z]+/${id.replaceAll('.', '[.]')}$`)
  return `@.reference like_regex ${pattern} || @ like_regex ${pattern}`
}

/** Starts with, whatever the case; `:contains` anywhere; `:exact` and uris the whole, case and all (search.html#string). */
function stringFilter({ modifier, parameter }: Criterion, text: string): string {
  if (modifier === 'exact' || parameter.type === 'uri')
    return overParts((item) => `${item} == ${toLiteral(text)}`)
  const pattern = toLiteral(`${modifier === 'contains' ? '' : '^'}${toCaselessPattern(text)}`)
  return overParts((item) => `${item} like_regex ${pattern}`)
}

function overParts(test: (item: string) => string): string {
  return ['@', ...textParts.map((part) => `@.${part}`)].map(test).join(' || ')
}
