/** Parts of a JSON Schema that no request can fit. What references lead to is not looked at. */
import type { Issue } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { pathOfIndex, pathOfKey } from '../issue-path.ts'
import { findMember, lintLiteral, lintRegex } from './lint-text.ts'
import type { RequestPlace } from './request-places.ts'

const sameForAll = ['allOf', 'anyOf', 'oneOf']
const same = ['not', 'if', 'then', 'else']

export function lintJsonSchema(
  schema: JsonValue | undefined,
  place: RequestPlace,
  path: string,
): readonly Issue[] {
  if (!isJsonObject(schema)) return []
  return [
    ...lintMembers(schema, place, path),
    ...lintValues(schema, place, path),
    ...same.flatMap((keyword) => lintJsonSchema(schema[keyword], place, pathOfKey(path, keyword))),
    ...sameForAll.flatMap((keyword) =>
      itemsOf(schema[keyword]).flatMap((part, index) =>
        lintJsonSchema(part, place, pathOfIndex(pathOfKey(path, keyword), index)),
      ),
    ),
  ]
}

function lintMembers(
  { properties, required }: JsonObject,
  place: RequestPlace,
  path: string,
): readonly Issue[] {
  const issues: Issue[] = []
  for (const [name, part] of Object.entries(isJsonObject(properties) ? properties : {})) {
    const at = pathOfKey(pathOfKey(path, 'properties'), name)
    const member = findMember(name, place, at, issues)
    if (member !== undefined) issues.push(...lintJsonSchema(part, member, at))
  }
  for (const [index, name] of itemsOf(required).entries()) {
    const isNamed = isJsonObject(properties) && Object.hasOwn(properties, String(name))
    if (!isNamed) findMember(String(name), place, pathOfIndex(pathOfKey(path, 'required'), index), issues)
  }
  return issues
}

function lintValues(schema: JsonObject, place: RequestPlace, path: string): readonly Issue[] {
  const texts = [[schema.const, pathOfKey(path, 'const')] as const].concat(
    itemsOf(schema.enum).map((value, index) => [value, pathOfIndex(pathOfKey(path, 'enum'), index)] as const),
  )
  return [
    ...texts.flatMap(([text, at]) => (typeof text === 'string' ? lintLiteral(text, place, at) : [])),
    ...(typeof schema.pattern === 'string'
      ? lintRegex(schema.pattern, place, pathOfKey(path, 'pattern'))
      : []),
  ]
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}
