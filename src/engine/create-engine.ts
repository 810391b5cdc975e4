/** Carries out operations over any resource type: FHIR R4's RESTful interactions (https://hl7.org/fhir/R4/http.html). */
import { AppError } from '../kernel/errors.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Conditions } from './conditions.ts'
import type { EngineParts } from './engine-parts.ts'
import { type EngineOperation, findOffered, toAllow } from './operation-row.ts'
import { engineOperations } from './operations.ts'
import type { Outcome } from './outcome.ts'
import type { Access, Caller, Decision, Operation } from './ports/access.ts'

export interface Engine {
  /** Throws AppError; access is decided before anything about the resource is looked at. */
  readonly perform: (caller: Caller | null, operation: Operation, conditions?: Conditions) => Promise<Outcome>
  /** Throws AppError `unauthenticated` or `forbidden`; for operations that a surface carries out itself, such as `ListOperations`. */
  readonly authorize: (caller: Caller | null, operation: Operation) => Promise<void>
  /** Left out when nobody can explain decisions; otherwise as the Access does it. */
  readonly explain?: Access['explain']
  readonly operations: readonly EngineOperation[]
}

export function createEngine(parts: EngineParts, operations = engineOperations): Engine {
  const { access } = parts
  const rows = new Map(operations.map((row) => [row.id, row]))
  return {
    operations,
    ...(access?.explain && { explain: access.explain.bind(access) }),
    authorize: async (caller, operation) => await authorize(access, caller, operation),
    async perform(caller, operation, conditions = {}) {
      const asked = authorize(access, caller, operation)
      if (asked !== undefined) await asked
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
      return row.perform(parts, { type, operation, conditions })
    },
  }
}

/** Throws AppError `method-not-allowed` with the methods of the same place that the type offers (RFC 9110 §15.5.6). */
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

/** Without a promise where the decision comes without one. */
function authorize(
  access: Access | undefined,
  caller: Caller | null,
  operation: Operation,
): Promise<void> | undefined {
  const decision = access?.decide(caller, operation)
  if (decision === undefined) return undefined
  if (decision instanceof Promise) return decision.then(refuseDenied)
  refuseDenied(decision)
  return undefined
}

function refuseDenied(decision: Decision): void {
  if (decision.allowed) return
  const challenges = decision.challenges ?? []
  const options = challenges.length > 0 ? { challenges } : {}
  throw new AppError(decision.reason, decision.reason, decision.message, options)
}
