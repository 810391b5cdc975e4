/** Carries out operations over any resource type: FHIR R4's RESTful interactions (https://hl7.org/fhir/R4/http.html). */
import { AppError } from '../kernel/errors.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import type { Answer } from './answers.ts'
import { toAsked, toReading, withLargeDocument } from './asked-operation.ts'
import { askerOf } from './asker-of.ts'
import { authorize, decide, explainWith } from './authorize.ts'
import { carryOut, type Plan } from './decided-on.ts'
import type { EngineParts } from './engine-parts.ts'
import { checkCriteria } from './granted-parameters.ts'
import { isLarge } from './large-write.ts'
import { createLimits } from './limits.ts'
import { createOneAtATime } from './one-at-a-time.ts'
import { type EngineOperation, findOffered, toAllow } from './operation-row.ts'
import { engineOperations } from './operations.ts'
import type { Access, Allowed, Caller, Operation } from './ports/access.ts'
import type { Version } from './ports/store.ts'
import type { Conditions } from './preconditions.ts'
import { repeatWhileRaced } from './unit-of-work.ts'

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

export function createEngine(given: EngineParts, operations = engineOperations): Engine {
  const parts = { ...given, oneAtATime: given.oneAtATime ?? createOneAtATime() }
  const { access } = parts
  const rows = new Map(operations.map((row) => [row.id, row]))
  const isWithinLimits = createLimits(operations)
  const explain = explainWith(access, isWithinLimits, (operation) => toAsked(operation, parts).operation)
  const refuse = async (caller: Caller | null, operation: Operation): Promise<void> => {
    await authorize(access, caller, operation, isWithinLimits)
  }
  /** Without a promise where the decision comes without one. */
  const plan = (caller: Caller | null, asked: Operation, conditions: Conditions): Plan | Promise<Plan> => {
    const { operation, seen } = toAsked(asked, parts)
    const toPlan = (decision: Allowed): Plan => {
      const { row, type } = findRow(operation, rows, parts.registry)
      const decideRead = (load: () => Promise<Version | null>) =>
        decide(access, caller, toReading(operation, type, load), isWithinLimits)
      const asker = askerOf(caller, operation.request)
      const task = { type, operation, conditions, decision, asker, decidedOn: seen(), decideRead }
      checkCriteria(row, task)
      return { row, task }
    }
    const decision = authorize(access, caller, operation, isWithinLimits)
    return decision instanceof Promise ? decision.then(toPlan) : toPlan(decision)
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
    async perform(caller, given, conditions = {}) {
      const operation = isLarge(given) ? await withLargeDocument(given, parts.registry) : given
      const planned = plan(caller, operation, conditions)
      const first = planned instanceof Promise ? await planned : planned
      if (first.task.decidedOn === undefined) return first.row.perform(parts, first.task)
      const again = async () => carryOut(await plan(caller, operation, conditions), parts)
      return (await carryOut(first, parts)) ?? (await repeatWhileRaced(again))
    },
  }
}

function findRow(
  { id, type: name = '' }: Operation,
  rows: ReadonlyMap<string, EngineOperation>,
  registry: Registry,
) {
  const type = registry.get(name)
  if (type === undefined) throw new AppError('not-found', 'unknown-type', 'There is no such resource type')
  const row = rows.get(id)
  if (row === undefined)
    throw new AppError('not-supported', 'unknown-operation', `The operation ${id} is not supported`)
  if (!type.interactions.has(row.interaction)) throw notOffered(row, type, [...rows.values()])
  return { row, type }
}

/** With the methods of the same place that the type offers (RFC 9110 §15.5.6). */
function notOffered(
  { interaction, place }: EngineOperation,
  type: ResourceType,
  operations: readonly EngineOperation[],
): AppError {
  const here = findOffered(operations, type).filter((row) => row.place === place)
  const allow = toAllow(here.map(({ method }) => method))
  return new AppError('not-offered', 'not-offered', `${type.type} does not offer ${interaction}`, { allow })
}
