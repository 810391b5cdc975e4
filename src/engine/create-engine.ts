/** Carries out operations over any resource type: FHIR R4's RESTful interactions (https://hl7.org/fhir/R4/http.html). */
import { AppError } from '../kernel/errors.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Answer } from './answers.ts'
import { authorize, explainWith } from './authorize.ts'
import type { EngineParts } from './engine-parts.ts'
import { createLimits } from './limits.ts'
import { type EngineOperation, findOffered, toAllow } from './operation-row.ts'
import { engineOperations } from './operations.ts'
import type { Access, Caller, Operation } from './ports/access.ts'
import type { Conditions } from './preconditions.ts'

export interface Engine {
  /** Throws AppError; access is decided before anything about the resource is looked at. */
  readonly perform: (caller: Caller | null, operation: Operation, conditions?: Conditions) => Promise<Answer>
  /** Throws AppError `unauthenticated` or `forbidden`; for operations that a surface carries out itself, such as `ListOperations`. */
  readonly authorize: (caller: Caller | null, operation: Operation) => Promise<void>
  /**
   * Asked before a body is read: throws as `authorize` does for a caller whom no body could be allowed. Without a promise
   * where the access has none.
   */
  readonly admit: (caller: Caller | null, operation: Operation) => Promise<void> | void
  /** Left out when nobody can explain decisions; otherwise as the Access does it, with the decision that is final. */
  readonly explain?: Access['explain']
  readonly operations: readonly EngineOperation[]
}

export function createEngine(parts: EngineParts, operations = engineOperations): Engine {
  const { access } = parts
  const rows = new Map(operations.map((row) => [row.id, row]))
  const isWithinLimits = createLimits(operations)
  const explain = explainWith(access, isWithinLimits)
  const refuse = async (caller: Caller | null, operation: Operation): Promise<void> => {
    await authorize(access, caller, operation, isWithinLimits)
  }
  return {
    operations,
    ...(explain && { explain }),
    authorize: refuse,
    admit(caller, operation) {
      if (!isWithinLimits(caller, operation)) return refuse(caller, operation)
      const may = access?.mayAllow?.(caller, operation) ?? true
      if (may === true) return
      return may === false
        ? refuse(caller, operation)
        : may.then((late) => (late ? undefined : refuse(caller, operation)))
    },
    async perform(caller, operation, conditions = {}) {
      const asked = authorize(access, caller, operation, isWithinLimits)
      const decision = asked instanceof Promise ? await asked : asked
      const type = parts.registry.get(operation.type ?? '')
      if (type === undefined)
        throw new AppError('not-found', 'unknown-type', 'There is no such resource type')
      const row = rows.get(operation.id)
      if (row === undefined) {
        throw new AppError(
          'not-supported',
          'unknown-operation',
          `The operation ${operation.id} is not supported`,
        )
      }
      checkOffered(row, type, operations)
      return row.perform(parts, { type, operation, conditions, decision })
    },
  }
}

/** Throws AppError `not-offered` with the methods of the same place that the type offers (RFC 9110 §15.5.6). */
function checkOffered(
  { interaction, place }: EngineOperation,
  type: ResourceType,
  operations: readonly EngineOperation[],
): void {
  if (type.interactions.has(interaction)) return
  const here = findOffered(operations, type).filter((row) => row.place === place)
  const allow = toAllow(here.map(({ method }) => method))
  const message = `${type.type} does not offer ${interaction}`
  throw new AppError('not-offered', 'not-offered', message, { allow })
}
