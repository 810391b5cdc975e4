/** What a pattern looks at of a request: the stored resource, and parameters of the query by their names. */

import { everyParameter } from '../../engine/ports/access.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { requestParts } from '../decisions/request-object.ts'
import type { RuleReads } from '../engines/engine.ts'

export function findPatternReads(pattern: JsonObject): RuleReads {
  const roots = partsOfPlace(pattern)
  const paths = findPaths(pattern)
  const named = roots.flatMap((root) => (isJsonObject(root.params) ? partsOfPlace(root.params) : []))
  const parameters = [
    ...named.flatMap((part) => Object.keys(part).filter((key) => !key.startsWith('$'))),
    ...paths.flatMap(([root, name]) => (root === 'params' && name !== undefined ? [name] : [])),
  ]
  const doesRead = (name: string) =>
    roots.some((root) => Object.hasOwn(root, name)) || paths.some(([root]) => root === name)
  // The text of the query: whichever of its parameters the pattern means.
  if (doesRead('query-string')) parameters.push(everyParameter)
  // Values to be equal to, the whole request among them.
  const isWhole = roots.some((root) => Object.hasOwn(root, '$enum'))
  return {
    stored: doesRead('stored'),
    parts: requestParts.filter((part) => isWhole || doesRead(part)),
    parameters: [...new Set(parameters)].filter((name) => !name.startsWith('resource/')),
  }
}

/** The pattern itself and those that its operators say of the same place. */
function partsOfPlace(pattern: unknown): readonly JsonObject[] {
  if (Array.isArray(pattern)) return pattern.flatMap(partsOfPlace)
  if (!isJsonObject(pattern)) return []
  const inside = Object.keys(pattern).filter((key) => key.startsWith('$'))
  return [pattern, ...inside.flatMap((key) => partsOfPlace(pattern[key]))]
}

/** Everything of the form `.path.to.value`, split. */
function findPaths(pattern: unknown): readonly (readonly string[])[] {
  if (typeof pattern === 'string') return pattern.startsWith('.') ? [pattern.slice(1).split('.')] : []
  return typeof pattern === 'object' && pattern !== null ? Object.values(pattern).flatMap(findPaths) : []
}
