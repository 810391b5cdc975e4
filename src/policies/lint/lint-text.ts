/** Names and texts of a rule that no request has. */
import type { Issue } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import { compileLinearRegex } from '../matcho/linear-regex.ts'
import { anything, type RequestPlace } from './request-places.ts'

/** A literal text at a place. */
export function lintLiteral(
  text: string,
  { values, what, refuse }: RequestPlace,
  path: string,
): readonly Issue[] {
  if (values !== undefined && !values.includes(text)) return [unknownName(what, text, values, path)]
  return toIssues(refuse?.(text), path)
}

/** A regular expression at a place; what is wrong with it as such its compiler says. */
export function lintRegex(
  source: string,
  { values, what, refuse }: RequestPlace,
  path: string,
): readonly Issue[] {
  const regex = values && compileLinearRegex(source)
  if (typeof regex === 'object' && !values?.some((value) => regex.test(value)))
    return toIssues(`This fits no ${what}`, path)
  const [, begin] = /^\^([/\w-]+)/.exec(source) ?? []
  return toIssues(begin === undefined ? undefined : refuse?.(begin), path)
}

/** The place of a member; undefined, and an issue more, where there is none. */
export function findMember(
  name: string,
  { members, similar = [], hasMember, what, refuse }: RequestPlace,
  path: string,
  issues: Issue[],
): RequestPlace | undefined {
  const known = members?.get(name)
  if (known !== undefined) return known
  const found =
    hasMember?.(name) === false
      ? [unknownName(what, name, [...(members?.keys() ?? []), ...similar], path)]
      : toIssues(refuse?.(name), path)
  issues.push(...found)
  return found.length === 0 ? anything : undefined
}

/** With the name that was probably meant. */
export function unknownName(what: string, name: string, known: Iterable<string>, expression: string): Issue {
  const shown = name.length > 64 ? `${name.slice(0, 64)}…` : name
  const message = `Unknown ${what}: ${shown}${suggest(name, [...known], '')}`
  return { code: 'invalid', message, expression }
}

function toIssues(message: string | undefined, expression: string): readonly Issue[] {
  return message === undefined ? [] : [{ code: 'invalid', message, expression }]
}
