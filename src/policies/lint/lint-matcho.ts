/** Parts of a matcho pattern that no request can fit. */
import type { Issue } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { pathOfIndex, pathOfKey } from '../issue-path.ts'
import { findMember, lintLiteral, lintRegex } from './lint-text.ts'
import { anything, type RequestPlace } from './request-places.ts'

interface PatternLint {
  /** Where `.path` patterns start from. */
  readonly root: RequestPlace
  readonly issues: Issue[]
}

export function lintMatcho(pattern: JsonObject, root: RequestPlace, path: string): readonly Issue[] {
  const issues: Issue[] = []
  lint(pattern, root, path, { root, issues })
  return issues
}

function lint(pattern: unknown, place: RequestPlace, path: string, state: PatternLint): void {
  if (typeof pattern === 'string') lintText(pattern, place, path, state)
  else if (Array.isArray(pattern))
    for (const [index, item] of pattern.entries()) lint(item, anything, pathOfIndex(path, index), state)
  else if (isJsonObject(pattern)) lintObject(pattern, place, path, state)
}

function lintObject(pattern: JsonObject, place: RequestPlace, path: string, state: PatternLint): void {
  for (const [key, part] of Object.entries(pattern)) {
    const at = pathOfKey(path, key)
    if (key.startsWith('$')) {
      lintOperator(key, part, place, { path: at, ...state })
      continue
    }
    const member = findMember(key, place, at, state.issues)
    if (member !== undefined) lint(part, member, at, state)
  }
}

function lintOperator(
  key: string,
  operand: unknown,
  place: RequestPlace,
  { path, ...state }: PatternLint & { readonly path: string },
): void {
  if (key !== '$enum' && key !== '$one-of') {
    lint(operand, key === '$not' ? place : anything, path, state)
    return
  }
  for (const [index, item] of (Array.isArray(operand) ? operand : []).entries()) {
    const at = pathOfIndex(path, index)
    if (key === '$one-of') lint(item, place, at, state)
    else if (typeof item === 'string') state.issues.push(...lintLiteral(item, place, at))
  }
}

const keywords = new Set(['present?', 'nil?', 'not-blank?'])

function lintText(text: string, place: RequestPlace, path: string, { root, issues }: PatternLint): void {
  if (keywords.has(text)) return
  if (text.startsWith('#')) issues.push(...lintRegex(text.slice(1), place, path))
  else if (!text.startsWith('.')) issues.push(...lintLiteral(text, place, path))
  else {
    const [first = '', second] = text.slice(1).split('.')
    const member = findMember(first, root, path, issues)
    if (member !== undefined && second !== undefined) findMember(second, member, path, issues)
  }
}
