/** Carries out operations over any resource type: FHIR R4's RESTful interactions (https://hl7.org/fhir/R4/http.html). */
import { AppError } from '../kernel/errors.ts'
import type { Interaction } from '../schema/resource-definition.ts'
import type { Answer } from './answers.ts'
import { authorize, explainWith } from './authorize.ts'
import type { EngineParts, PerformInteraction } from './engine-parts.ts'
import { create } from './interactions/create.ts'
import { remove } from './interactions/delete.ts'
import { historyInstance } from './interactions/history-instance.ts'
import { read } from './interactions/read.ts'
import { searchType } from './interactions/search-type.ts'
import { update } from './interactions/update.ts'
import { vread } from './interactions/vread.ts'
import { checkOffered } from './offered.ts'
import { engineOperations, interactionOf } from './operations.ts'
import type { Access, Caller, Operation, OperationInfo } from './ports/access.ts'
import type { Conditions } from './preconditions.ts'

export interface Engine {
  /** Throws AppError; access is decided before anything about the resource is looked at. */
  readonly perform: (caller: Caller | null, operation: Operation, conditions?: Conditions) => Promise<Answer>
  /** Throws AppError `unauthenticated` or `forbidden`; for operations that a surface carries out itself, such as `FhirCapabilities`. */
  readonly authorize: (caller: Caller | null, operation: Operation) => Promise<void>
  /** Left out when nobody can explain decisions; otherwise as the Access does it, with the decision that is final. */
  readonly explain?: Access['explain']
  readonly operations: readonly OperationInfo[]
}

const performers: Readonly<Partial<Record<Interaction, PerformInteraction>>> = {
  read,
  vread,
  create,
  update,
  delete: remove,
  'history-instance': historyInstance,
  'search-type': searchType,
}

export function createEngine(parts: EngineParts): Engine {
  const { access } = parts
  const explain = explainWith(access)
  return {
    operations: engineOperations,
    ...(explain && { explain }),
    async authorize(caller, operation) {
      await authorize(access, caller, operation)
    },
    async perform(caller, operation, conditions = {}) {
      const asked = authorize(access, caller, operation)
      const grant = asked instanceof Promise ? await asked : asked
      const type = parts.registry.get(operation.type ?? '')
      if (type === undefined)
        throw new AppError('not-found', 'unknown-type', 'There is no such resource type')
      const interaction = interactionOf[operation.id]
      const performInteraction = interaction === undefined ? undefined : performers[interaction]
      if (interaction === undefined || performInteraction === undefined) {
        throw new AppError(
          'not-supported',
          'unknown-operation',
          `The operation ${operation.id} is not supported`,
        )
      }
      checkOffered(type, interaction)
      return performInteraction(parts, { type, operation, conditions, grant })
    },
  }
}
