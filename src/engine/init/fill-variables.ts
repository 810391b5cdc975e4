/** `${NAME}` and `${NAME:-otherwise}` in the texts of INIT_BUNDLE, so that secrets need not stand in its files. */
import type { JsonObject, JsonValue } from '../../kernel/json.ts'

export interface Filled {
  readonly value: JsonValue
  /** With the place in the entry; never with a value. */
  readonly problems: readonly string[]
}

/** The value of a variable of the environment. */
export type FindVariable = (name: string) => string | undefined

/** `$${` stands for `${`. What a variable holds is not looked at again. */
const place = /\$\$\{|\$\{([^}]*)\}?/g
const named = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s

/** A copy with variables in the place of their names: in values that are texts, never in the names of fields. */
export function fillVariables(value: JsonValue, findVariable: FindVariable): Filled {
  const problems: string[] = []
  const fill = (current: JsonValue, path: string): JsonValue => {
    if (typeof current === 'string')
      return fillText(current, findVariable, (what) => problems.push(path + what))
    if (typeof current !== 'object' || current === null) return current
    return fillMembers(current, (member, name) => fill(member, path === '' ? name : `${path}.${name}`))
  }
  const filled = fill(value, '')
  return { value: filled, problems }
}

/** In place, as the digits of numbers hang on the object; nobody else has it. */
function fillMembers(
  holder: JsonObject | JsonValue[],
  fill: (member: JsonValue, name: string) => JsonValue,
): JsonObject | JsonValue[] {
  for (const [name, member] of Object.entries(holder)) {
    const next = fill(member ?? null, name)
    if (next !== member) Reflect.set(holder, name, next)
  }
  return holder
}

function fillText(text: string, findVariable: FindVariable, report: (what: string) => void): string {
  if (!text.includes('${')) return text
  return text.replace(place, (found, inner: string | undefined) => {
    if (inner === undefined) return '${'
    const [, name, otherwise] = named.exec(inner) ?? []
    if (name === undefined || !found.endsWith('}')) {
      report(
        ': `${` begins the name of a variable, as in ${NAME} or ${NAME:-otherwise}; write $${ for the characters',
      )
      return ''
    }
    const value = findVariable(name)
    // As shells do it: what follows `:-` stands in for an empty variable, too.
    if (otherwise !== undefined) return value || otherwise
    if (value === undefined) report(`: the variable ${name} is not set`)
    return value ?? ''
  })
}
