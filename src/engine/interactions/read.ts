/** https://hl7.org/fhir/R4/http.html#read and #cread: one statement unless the resource is missing. */
import type { Conditions } from '../conditions.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { parseEntityTags } from '../entity-tags.ts'
import { toMissingError } from '../missing-resource.ts'
import type { Outcome } from '../outcome.ts'
import type { Version } from '../ports/store.ts'
import { toReadOutcome } from '../resource-answer.ts'
import { parseTargetId } from '../target-id.ts'

export async function read({ store }: EngineParts, { type, operation, conditions }: Task): Promise<Outcome> {
  const id = parseTargetId(operation)
  const version = await store.read(type.type, id)
  if (version === null) throw await toMissingError(store, type, id)
  if (isCurrentCopy(version, conditions)) {
    const { versionId, lastUpdated } = version
    return { status: 304, kind: 'empty', versionId, lastUpdated }
  }
  return toReadOutcome(type, version)
}

/** RFC 9110 §13.1.3: If-Modified-Since counts only without If-None-Match; dates of HTTP have whole seconds. */
function isCurrentCopy(version: Version, { ifNoneMatch, ifModifiedSince }: Conditions): boolean {
  if (ifNoneMatch !== undefined) {
    const tags = parseEntityTags(ifNoneMatch, 'If-None-Match')
    return tags === '*' || tags.includes(version.versionId)
  }
  return ifModifiedSince !== undefined && Math.floor(version.lastUpdated / 1000) * 1000 <= ifModifiedSince
}
