/** What an access hides of a resource or lets nobody change, when it is written or searched. */
import { findDigits, keepDigits } from '../formats/json-text.ts'
import { AppError, type Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import type { SearchPath } from '../schema/search-path.ts'
import { inside, isNamed, isWhole, omit, type Paths, parseElementPaths, pick } from './element-paths.ts'
import type { Allowed } from './ports/access.ts'
import type { Condition } from './ports/condition.ts'
import { isSameJson } from './same-json.ts'

function forbidden(message: string, expression: string): AppError {
  return new AppError('forbidden', 'restricted-element', message, { expression })
}

/** A body may not say anything of what its sender cannot see. Throws AppError `forbidden`. */
export function checkHiddenUnnamed(type: string, body: JsonObject, { hide }: Allowed): void {
  const named = hide?.find((path) => isNamed(body, path.split('.')))
  if (named !== undefined)
    throw forbidden('The element cannot be written with this access', `${type}.${named}`)
}

/**
 * The document with what is hidden of the stored one, as a write-only value is kept that a body leaves out. Entries of a
 * list that hides something cannot be told apart, so the rest of such a list must stay as it is: throws AppError
 * `forbidden` when it does not.
 */
export function withHidden(document: JsonObject, stored: JsonObject, { hide }: Allowed): JsonObject {
  if (hide === undefined) return document
  const place = String(document.resourceType)
  const kept = restore({ next: document, stored, paths: parseElementPaths(hide), place })
  return isJsonObject(kept) ? kept : document
}

interface Part {
  readonly next: JsonValue | undefined
  readonly stored: JsonValue | undefined
  readonly paths: Paths
  /** FHIRPath of the part. */
  readonly place: string
}

function restore({ next, stored, paths, place }: Part): JsonValue | undefined {
  if (isWhole(paths)) return stored ?? next
  const visible = omit(stored, paths)
  if (visible === stored) return next
  if (isJsonObject(stored) && (next === undefined || isJsonObject(next))) {
    return restoreMembers(next ?? {}, stored, paths, place)
  }
  if (isSameJson(next, visible)) return stored
  throw forbidden('The element holds more than this access shows, and cannot be changed with it', place)
}

function restoreMembers(next: JsonObject, stored: JsonObject, paths: Paths, place: string): JsonObject {
  const restored = { ...next }
  for (const name of Object.keys(stored)) {
    const part = {
      next: next[name],
      stored: stored[name],
      paths: inside(paths, name),
      place: `${place}.${name}`,
    }
    const kept = restore(part)
    if (kept === undefined || kept === next[name]) continue
    restored[name] = kept
    const digits = findDigits(stored, name)
    if (digits !== undefined) keepDigits(restored, name, digits)
  }
  return restored
}

/** Whether a problem is one of an element that was kept, which the caller neither sees nor can mend. */
export function isKeptHidden(
  { expression }: Issue,
  stored: JsonObject | undefined,
  { hide }: Allowed,
): boolean {
  if (hide === undefined || stored === undefined || expression === undefined) return false
  const [, ...names] = expression.replace(/\[\d+\]/g, '').split('.')
  let paths: Paths = parseElementPaths(hide).filter((path) => pick(stored, [path]) !== undefined)
  return names.some((name) => {
    paths = inside(paths, name)
    return isWhole(paths)
  })
}

/** Throws AppError `forbidden` with the first element that is not as it was; `stored` undefined: there was nothing. */
export function checkReadonly(
  document: JsonObject,
  stored: JsonObject | undefined,
  readonly: readonly string[],
): void {
  for (const path of readonly) {
    const paths = parseElementPaths([path])
    if (isSameJson(pick(document, paths), pick(stored, paths))) continue
    throw forbidden('The element cannot be changed with this access', `${document.resourceType}.${path}`)
  }
}

/** Neither what a search finds nor its order must tell what its answer hides. Throws AppError `forbidden`. */
export function checkSearchable(where: Condition, sorted: readonly SearchPath[], { hide }: Allowed): void {
  if (hide === undefined) return
  const looked = [...comparedPaths(where), ...sorted]
  if (!looked.some((path) => doesTouch(path, hide))) return
  throw new AppError(
    'forbidden',
    'restricted-element',
    'A parameter cannot be searched or sorted by with this access',
  )
}

function comparedPaths(condition: Condition): readonly SearchPath[] {
  switch (condition.kind) {
    case 'compare':
      return [condition.path]
    case 'not':
      return comparedPaths(condition.of)
    default:
      return condition.of.flatMap(comparedPaths)
  }
}

/** Whether a search path leads to, through or into a hidden element, or compares one on its way. */
function doesTouch(searchPath: SearchPath, hide: readonly string[]): boolean {
  const hidden = hide.map((path) => path.split('.'))
  return searchPath.some((steps) => {
    const names = steps.map(({ name }) => name)
    const compared = steps.flatMap(({ where = [] }, index) =>
      where.map(({ field }) => [...names.slice(0, index + 1), ...field.split('.')]),
    )
    return [names, ...compared].some((way) => hidden.some((path) => doOverlap(way, path)))
  })
}

/** Whether one of the paths begins with the other. */
function doOverlap(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length)
  return one.slice(0, length).every((name, index) => name === other[index])
}
