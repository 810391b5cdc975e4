/** Stored versions as answers: the text as it is, or without its write-only values. */

import { parseJson, toJsonText } from '../formats/json-text.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import type { Conditions } from './conditions.ts'
import type { Outcome } from './outcome.ts'
import type { Version } from './ports/store.ts'

/** The document for a Bundle; digits of numbers are kept. */
export function toAnswerResource(type: ResourceType, version: Version): JsonObject {
  return withoutSecrets(type, parseJson(version.text) as JsonObject)
}

/** The document for the answer of a single resource. */
export function toAnswerText(type: ResourceType, version: Version): string {
  return type.secretPaths.length === 0 ? version.text : toJsonText(toAnswerResource(type, version))
}

export function toReadOutcome(type: ResourceType, version: Version): Outcome {
  const { versionId, lastUpdated } = version
  return { status: 200, kind: 'resource', text: toAnswerText(type, version), versionId, lastUpdated }
}

/** The answer of a create or an update, as `Prefer: return=…` wants it. */
export function toWriteOutcome(
  type: ResourceType,
  version: Version,
  isNew: boolean,
  conditions: Conditions,
): Outcome {
  const { id, versionId, lastUpdated } = version
  const status = isNew ? 201 : 200
  const base = { status, versionId, lastUpdated, location: { type: type.type, id, versionId } } as const
  if (conditions.returns === 'minimal') return { ...base, kind: 'empty' }
  if (conditions.returns === 'OperationOutcome') {
    return { ...base, kind: 'resource', value: toSuccess(isNew ? 'created' : 'updated', type, version) }
  }
  return { ...base, kind: 'resource', text: toAnswerText(type, version) }
}

/** https://hl7.org/fhir/R4/operationoutcome.html of something that went well. */
export function toSuccess(done: string, type: ResourceType, version: Version): JsonObject {
  const diagnostics = `${type.type}/${version.id} was ${done}, version ${version.versionId}`
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', diagnostics }],
  }
}
