/**
 * Writes that the server itself orders, not a caller: validation, rules, hashing and notifications as for everybody, but
 * nobody is asked for permission, and a type need not offer the interaction over HTTP.
 */
import type { JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Expectation, Version } from './ports/store.ts'
import { toAnswerResource } from './resource-answer.ts'
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

export function createOperator(parts: Omit<EngineParts, 'access'>): Operator {
  return {
    async write(write) {
      return (await writeResource({ ...parts, access: undefined }, write))?.version ?? null
    },
    async remove(type, id) {
      const removed = await parts.store.remove(type.type, id, { kind: 'any' })
      if (removed.outcome !== 'deleted') return false
      const resource = toAnswerResource(type, removed.version)
      await parts.onWritten?.({ type: type.type, id, outcome: 'deleted', resource, secretsChanged: [] })
      return true
    },
  }
}
