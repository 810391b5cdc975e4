/**
 * Writes that the server itself orders, not a caller: validation, rules, hashing and notifications as for everybody, but
 * nobody is asked for permission, and a type need not offer the interaction over HTTP.
 */

import type { JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { toDocument } from './answers.ts'
import type { Engine } from './create-engine.ts'
import type { ResourceWrite } from './document.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import type { RequestSnapshot } from './ports/access.ts'
import type { Version } from './ports/store.ts'
import type { Conditions } from './preconditions.ts'
import { tellWritten } from './unit-of-work.ts'
import { writeResource } from './write-resource.ts'

/** `body`: a write-only field that it leaves out is kept; null removes it. */
export interface OperatorWrite extends ResourceWrite {
  readonly type: ResourceType
}

export interface Operator {
  /** Null: the expectation did not hold. Throws AppError `unprocessable` with all problems of the document. */
  write(write: OperatorWrite): Promise<Version | null>
  /** False: there was none. */
  remove(type: ResourceType, id: string): Promise<boolean>
}

const request: RequestSnapshot = {
  method: 'PUT',
  scheme: 'http',
  path: '/',
  queryString: undefined,
  headers: new Headers(),
  remoteAddress: '',
  requestId: 'operator',
}

export function createOperator(parts: Omit<EngineParts, 'access'>): Operator {
  const all: EngineParts = { ...parts, access: undefined }
  return {
    async write({ type, ...write }) {
      return (await writeResource(all, toTask(type), write))?.version ?? null
    },
    async remove(type, id) {
      const removed = await parts.store.remove(type.type, id, { kind: 'any' })
      if (removed.outcome !== 'deleted') return false
      const resource = withoutSecrets(type, toDocument(removed.version))
      const written = { type: type.type, id, outcome: 'deleted', resource, secretsChanged: [] } as const
      await tellWritten(all, request.requestId, written)
      return true
    },
  }
}

/** Writes as they would come over HTTP, with what a type offers. `engine`: one without access control. */
export function writeWithoutAsking(engine: Engine) {
  const toOperation = (id: string, type: string, resourceId: string) => ({
    id,
    type,
    resourceId,
    query: [],
    request,
  })
  return {
    async put(type: string, id: string, body: JsonObject, conditions: Conditions = {}): Promise<void> {
      await engine.perform(null, { ...toOperation('FhirUpdate', type, id), body }, conditions)
    },
    async remove(type: string, id: string): Promise<void> {
      await engine.perform(null, toOperation('FhirDelete', type, id))
    },
  }
}

function toTask(type: ResourceType): Task {
  return {
    type,
    operation: { id: 'FhirUpdate', query: [], request },
    conditions: {},
    decision: { allowed: true },
    asker: 'Operator',
  }
}
