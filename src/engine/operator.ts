/**
 * Writes that the server itself orders, not a caller: validation, rules, hashing and notifications as for everybody, but
 * nobody is asked for permission, and a type need not offer the interaction over HTTP.
 */
import type { JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { toDocument } from './answers.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import type { RequestSnapshot } from './ports/access.ts'
import type { Expectation, Version } from './ports/store.ts'
import { tellWritten } from './unit-of-work.ts'
import { writeResource } from './write-resource.ts'

export interface OperatorWrite {
  readonly type: ResourceType
  readonly id: string
  /** A write-only field that it leaves out is kept; null removes it. */
  readonly body: JsonObject
  readonly expect: Expectation
}

export interface Operator {
  /** Null: the expectation did not hold. Throws AppError `unprocessable` with all problems of the document. */
  write(write: OperatorWrite): Promise<Version | null>
  /** False: there was none. */
  remove(type: ResourceType, id: string): Promise<boolean>
}

/** Nobody sent it; the id is for the log. */
const request: RequestSnapshot = {
  ...{ method: 'PUT', scheme: 'http', path: '/', queryString: undefined },
  ...{ headers: new Headers(), remoteAddress: '', requestId: 'operator' },
}

export function createOperator(others: Omit<EngineParts, 'access'>): Operator {
  const parts: EngineParts = { ...others, access: undefined }
  return {
    async write({ type, ...write }) {
      return (await writeResource(parts, toTask(type), write))?.version ?? null
    },
    async remove(type, id) {
      const removed = await parts.store.remove(type.type, id, { kind: 'any' })
      if (removed.outcome !== 'deleted') return false
      const resource = withoutSecrets(type, toDocument(removed.version))
      const written = { type: type.type, id, outcome: 'deleted', resource, secretsChanged: [] } as const
      await tellWritten(parts, request.requestId, written)
      return true
    },
  }
}

function toTask(type: ResourceType): Task {
  return {
    type,
    operation: { id: 'FhirUpdate', type: type.type, query: [], request },
    conditions: {},
    grant: { allowed: true },
  }
}
