/**
 * The parameters of an OAuth endpoint as one TypeBox schema: their type, their checks, the texts of the errors and the
 * OpenAPI document follow from it. Where a value can be wrong, its `description` says what it must be.
 */
import {
  OptionalKind,
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  Type,
} from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { AppError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { oauthError } from '../oauth-error.ts'
import type { SentParams } from './sent-params.ts'

export interface ParamsRules<T extends TProperties> {
  /** The code for a value that does not fit its field. `invalid_request` for the other fields, and for what is missing. */
  readonly errorCodesByField?: Readonly<Partial<Record<keyof T & string, string>>>
  /** Parameters that are refused by their names, each with its code. */
  readonly refused?: Readonly<Record<string, string>>
}

export interface ParamsDefinition<T extends TProperties> {
  readonly schema: TObject<T>
  /**
   * Unknown parameters are ignored (RFC 6749 §3.1, §3.2).
   * @throws AppError with the code of the first thing that is wrong.
   */
  parse(sent: SentParams): Static<TObject<T>>
  /** What was parsed before and kept meanwhile; null where an older version kept something else. */
  restore(value: unknown): Static<TObject<T>> | null
  /** JSON Schemas of the fields, for OpenAPI. */
  readonly fields: Readonly<Record<string, JsonObject>>
  readonly required: readonly string[]
}

export function defineParams<T extends TProperties>(
  properties: T,
  rules: ParamsRules<T> = {},
): ParamsDefinition<T> {
  const schema = Type.Object(properties)
  const checker = TypeCompiler.Compile(schema)
  const codes = new Map<string, string | undefined>(Object.entries(rules.errorCodesByField ?? {}))
  const fields = Object.entries(properties)
  const refused = Object.entries(rules.refused ?? {})
  return {
    schema,
    fields: Object.fromEntries(fields.map(([name, one]) => [name, toJsonSchema(one)])),
    required: fields.filter(([, one]) => !one[OptionalKind]).map(([name]) => name),
    parse(sent) {
      checkRepeated(sent, properties)
      checkRefused(sent, refused)
      const value = toValue(sent, fields)
      if (checker.Check(value)) return value
      const problem = checker.Errors(value).First()
      throw problem ? toError(problem, codes) : oauthError('invalid_request', 'The parameters do not fit')
    },
    restore: (value) => (checker.Check(value) ? value : null),
  }
}

/** RFC 6749 §3.1, §3.2: no parameter comes twice, but those that RFC 8707 §2 lets repeat. */
function checkRepeated(sent: SentParams, properties: TProperties): void {
  for (const [name, values] of sent) {
    if (values.length > 1 && properties[name]?.type !== 'array')
      throw oauthError('invalid_request', `Repeated parameter: ${name.slice(0, 100)}`)
  }
}

function checkRefused(sent: SentParams, refused: readonly (readonly [string, string])[]): void {
  for (const [name, code] of refused) {
    if (sent.has(name)) throw oauthError(code, `The parameter ${name} is not supported`)
  }
}

/** Text as the schema wants it: a list where a parameter may repeat, a number where it is one. */
function toValue(sent: SentParams, fields: readonly (readonly [string, TSchema])[]): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const [name, { type }] of fields) {
    const values = sent.get(name)
    if (values === undefined) continue
    const [text = ''] = values
    if (type === 'array') value[name] = [...values]
    else value[name] = type === 'integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text
  }
  return value
}

interface Problem {
  /** A JSON pointer: `/resource/0`. */
  readonly path: string
  readonly schema: TSchema
  readonly value: unknown
}

function toError({ path, schema, value }: Problem, codes: ReadonlyMap<string, string | undefined>): AppError {
  const [, name = ''] = path.split('/')
  const expected = describeExpected(schema)
  if (value === undefined) {
    const hint = expected === undefined ? '' : `; it must be ${expected}`
    return oauthError('invalid_request', `${name} is missing${hint}`)
  }
  const isLong =
    typeof value === 'string' && value.length > Number(schema.maxLength ?? Number.POSITIVE_INFINITY)
  const text = isLong
    ? `${name} is longer than ${schema.maxLength} characters`
    : `${name} must be ${expected ?? 'a text'}`
  return oauthError(codes.get(name) ?? 'invalid_request', text)
}

function describeExpected(schema: TSchema): string | undefined {
  const values = literalsOf(schema)
  if (values.length > 1) return `one of ${values.join(', ')}`
  if (schema.type === 'array') return `${schema.maxItems} values at most`
  const isFree = schema.type === 'string' && schema.pattern === undefined && values.length === 0
  return isFree ? undefined : (schema.description ?? values[0])
}

function literalsOf(schema: TSchema): readonly string[] {
  const options: readonly TSchema[] = schema.anyOf ?? [schema]
  return options.flatMap(({ const: value }) => (typeof value === 'string' ? [value] : []))
}

/** Plain JSON; a union of literals as the `enum` that it is. */
function toJsonSchema(schema: TSchema): JsonObject {
  const { anyOf, ...plain }: JsonObject = JSON.parse(JSON.stringify(schema))
  const values = literalsOf(schema)
  return anyOf === undefined || values.length === 0
    ? { ...plain, ...(anyOf && { anyOf }) }
    : { ...plain, type: 'string', enum: [...values] }
}
