/** Turns ajv's errors into problems that a person understands. Values of the document are not quoted, as they may be secret, but for a word in place of a listed one. */
import type { ErrorObject } from 'ajv'
import type { Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest-name.ts'
import { pickBranchErrors } from './branch-errors.ts'
import { shorten, toExpression } from './expression.ts'

const maxIssues = 100

export function explainErrors(type: string, resource: JsonObject, errors: readonly ErrorObject[]): Issue[] {
  const seen = new Set<string>()
  const issues: Issue[] = []
  for (const error of pickBranchErrors(errors)) {
    const issue = explain(type, resource, error)
    const key = `${issue.expression} ${issue.message}`
    if (seen.has(key)) continue
    seen.add(key)
    issues.push(issue)
    if (issues.length === maxIssues) break
  }
  return issues
}

function explain(type: string, resource: JsonObject, error: ErrorObject): Issue {
  const at = (field?: string) => toExpression(type, resource, error.instancePath, field)
  const { params } = error
  switch (error.keyword) {
    case 'additionalProperties':
      return { code: 'structure', message: toUnknownField(error), expression: at(params.additionalProperty) }
    case 'required':
      return {
        code: 'required',
        message: `\`${params.missingProperty}\` is required`,
        expression: at(params.missingProperty),
      }
    case 'type':
      return {
        code: 'structure',
        message: `must be ${toWanted(params.type)}, not ${nameKind(error.data)}${toSeveral(error)}`,
        expression: at(),
      }
    default:
      return { code: 'value', message: toMessage(error), expression: at() }
  }
}

function toUnknownField({ params, parentSchema }: ErrorObject): string {
  const name = String(params.additionalProperty)
  const known = isJsonObject(parentSchema?.properties) ? Object.keys(parentSchema.properties) : []
  return `unknown field \`${shorten(name)}\`${suggest(name, known)}`
}

/** One sentence a keyword; keywords that need no rewording keep ajv's. */
export function toMessage(error: ErrorObject): string {
  const { params } = error
  switch (error.keyword) {
    case 'enum':
      return `must be one of ${params.allowedValues.map(quote).join(', ')}${toSent(error)}`
    case 'const':
      return `must be ${quote(params.allowedValue)}`
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} characters`
    case 'maxLength':
      return `must have at most ${params.limit} characters`
    case 'pattern':
      return toFormMessage(error)
    case 'format':
      return `is not a valid ${params.format}`
    case 'minItems':
      return `must have at least ${params.limit} entries`
    case 'maxItems':
      return `must have at most ${params.limit} entries`
    case 'uniqueItems':
      return `entries ${params.j} and ${params.i} are the same`
    case 'anyOf':
    case 'oneOf':
      return 'has none of the forms that are allowed here'
    case 'x-reference':
      return `may point to ${(error.schema as string[]).join(', ')} only`
    default:
      return error.message ?? 'is not valid'
  }
}

/** A list in a field that has a sibling for lists, which `x-several` names. */
function toSeveral({ data, parentSchema }: ErrorObject): string {
  const several: unknown = parentSchema?.['x-several']
  return typeof several === 'string' && Array.isArray(data) ? `; several go into \`${several}\`` : ''
}

/** The word that stands in place of a listed one, and which was probably meant. */
function toSent({ data, params, parentSchema }: ErrorObject): string {
  const isTold =
    typeof data === 'string' && /^[\w:./-]{1,64}$/.test(data) && parentSchema?.['x-secret'] === undefined
  if (!isTold) return ''
  const words = params.allowedValues.filter((one: unknown) => typeof one === 'string')
  return `, not ${quote(data)}${suggest(data, words)}`
}

/** Where the schema has an example, that says more than the pattern. */
function toFormMessage({ params, parentSchema }: ErrorObject): string {
  const examples: unknown = parentSchema?.examples
  if (!Array.isArray(examples)) return `does not have the right form (${params.pattern})`
  return `does not have the right form, which is that of ${quote(examples[0])}`
}

function quote(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
}

function toWanted(types: string | readonly string[]): string {
  return (typeof types === 'string' ? [types] : types).map((type) => kinds[type] ?? type).join(' or ')
}

function nameKind(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return kinds[value === null ? 'null' : typeof value] ?? 'that'
}
