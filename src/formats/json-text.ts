/**
 * JSON text in and out (RFC 8259) that keeps the digits of numbers: FHIR decimals are exact, `1.00` is not `1.0`
 * (https://hl7.org/fhir/R4/json.html#primitive). Names that come twice, `__proto__`, text that is not Unicode and
 * nesting beyond 64 levels are refused.
 */
import { AppError } from '../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { maximumDepth, scanJson } from './json-scan.ts'
import { findJsonMistake } from './json-syntax.ts'
import { describePosition } from './text-position.ts'

/**
 * Where an object or array keeps the digits of those of its numbers that JavaScript would write differently: name → digits.
 * Enumerable, so that spreading an object copies it; JSON.stringify and validators pass over symbols.
 */
export const rawNumbers: unique symbol = Symbol('rawNumbers')

type Holder = Record<string, JsonValue | undefined> & { [rawNumbers]?: Record<string, string> }

/** The digits that exponents may stand for in one document, so that ten bytes cannot become a megabyte in the store. */
export const maximumExpandedDigits = 100_000

/** Throws AppError `invalid` that says line and column; the wording does not depend on the runtime. */
export function parseJson(text: string, depthLimit: number = maximumDepth): JsonValue {
  const scan = scanJson(text, depthLimit)
  let value: JsonValue
  try {
    value = scan.hasOddNumber ? parseKeepingDigits(text) : (JSON.parse(text) as JsonValue)
  } catch (error) {
    throw error instanceof AppError ? error : malformed(text)
  }
  if (countMembers(value, text.includes('\\u')) !== scan.memberCount) throw malformed(text)
  return value
}

/** `indent`: spaces a level, none when left out. Numbers that were not changed since they were parsed keep their digits. */
export function toJsonText(value: JsonValue, indent?: number): string {
  return hasRawNumbers(value)
    ? JSON.stringify(value, writeRawNumber, indent)
    : JSON.stringify(value, null, indent)
}

/** Remembers the digits of a number on what holds it, if JavaScript would write other ones. */
export function keepDigits(holder: object, name: string, source: string): void {
  if (String(Number(source)) === source) return
  const kept = (holder as Holder)[rawNumbers]
  if (kept !== undefined) kept[name] = source
  else (holder as Holder)[rawNumbers] = Object.assign(Object.create(null), { [name]: source })
}

/** The digits that were kept for a number, if it is still the same number. */
export function findDigits(holder: object, name: string): string | undefined {
  const source = (holder as Holder)[rawNumbers]?.[name]
  return source !== undefined && Object.is(Number(source), (holder as Holder)[name]) ? source : undefined
}

/** How many digits a number has when it is written without an exponent; checks that it is one that can be kept. */
export function checkNumber(source: string): number {
  const exponent = Math.abs(Number(/[eE](.*)$/.exec(source)?.[1] ?? 0))
  if (!Number.isFinite(Number(source)) || source.length + exponent > 1000) {
    throw new AppError('invalid', 'number-out-of-range', 'A number is out of range')
  }
  return exponent
}

export function tooManyDigits(): AppError {
  return new AppError('invalid', 'number-out-of-range', 'The exponents of the numbers are too large together')
}

type JsonRuntime = typeof JSON & { rawJSON(text: string): JsonValue }

function parseKeepingDigits(text: string): JsonValue {
  let expandedDigits = 0
  // The third argument is ES2026's JSON.parse source text access.
  function revive(this: object, name: string, value: JsonValue, context?: { source?: string }): JsonValue {
    if (typeof value === 'number' && context?.source !== undefined) {
      expandedDigits += checkNumber(context.source)
      if (expandedDigits > maximumExpandedDigits) {
        throw new AppError(
          'invalid',
          'number-out-of-range',
          'The exponents of the numbers are too large together',
        )
      }
      keepDigits(this, name, context.source)
    }
    return value
  }
  return JSON.parse(text, revive as (this: unknown, name: string, value: unknown) => unknown) as JsonValue
}

function writeRawNumber(this: object, name: string, value: JsonValue): JsonValue {
  if (typeof value !== 'number') return value
  const source = findDigits(this, name)
  return source === undefined ? value : (JSON as JsonRuntime).rawJSON(source)
}

function hasRawNumbers(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (rawNumbers in value) return true
  if (Array.isArray(value)) return value.some(hasRawNumbers)
  for (const name in value) if (hasRawNumbers(value[name])) return true
  return false
}

/** Counts names, and refuses what the rest of the server must never meet. */
function countMembers(value: JsonValue | undefined, hasEscapes: boolean): number {
  if (typeof value === 'string') {
    if (hasEscapes) checkText(value)
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item, hasEscapes)
    return count
  }
  for (const name in value) count += 1 + countMember(value, name, hasEscapes)
  return count
}

function countMember(holder: JsonObject, name: string, hasEscapes: boolean): number {
  checkName(name)
  if (hasEscapes) checkText(name)
  return countMembers(holder[name], hasEscapes)
}

/** `__proto__` would set the prototype of whatever it is copied to. */
export function checkName(name: string): void {
  if (name === '__proto__') throw new AppError('invalid', 'bad-name', 'The name __proto__ is not allowed')
}

/** PostgreSQL has no U+0000, and half of a surrogate pair cannot be sent as UTF-8. */
export function checkText(text: string): void {
  if (text.includes('\u0000') || !text.isWellFormed()) {
    throw new AppError(
      'invalid',
      'bad-text',
      'Text must be Unicode without U+0000 and without lone surrogates',
    )
  }
}

function malformed(text: string): AppError {
  const mistake = findJsonMistake(text)
  if (mistake === null) return new AppError('invalid', 'malformed-json', 'The JSON cannot be parsed')
  const message = `Malformed JSON at ${describePosition(text, mistake.index)}: ${mistake.reason}`
  return new AppError('invalid', 'malformed-json', message)
}
