/**
 * Whose a link is. Ids are used again, rights are not: what names a user or a client counts for the resource that had the id
 * when it was written (or for the next one, where there was none), and for no later one.
 */
import { isJsonObject, type JsonObject } from '../kernel/json.ts'

/** Milliseconds since 1970; undefined when the resource does not say. */
export function metaTime(resource: JsonObject, name: 'createdAt' | 'lastUpdated'): number | undefined {
  const { meta } = resource
  const text = isJsonObject(meta) ? meta[name] : undefined
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

/** Whether a link was written before its holder was made, so that it may have been meant for an earlier one. */
export function isDoubtful(writtenAt: number | undefined, createdAt: number | undefined): boolean {
  return writtenAt !== undefined && createdAt !== undefined && writtenAt <= createdAt
}

/** Of a doubtful one: whether an earlier holder was there when it was written. `endedAt`: when the last of them was deleted. */
export function isOfEarlier(writtenAt: number | undefined, endedAt: number | null): boolean {
  return writtenAt !== undefined && endedAt !== null && writtenAt <= endedAt
}
