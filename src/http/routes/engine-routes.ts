/** The paths of resources (https://hl7.org/fhir/R4/http.html#summary), each also under `/fhir`. */
import { AppError } from '../../kernel/errors.ts'
import type { Registry, ResourceType } from '../../schema/registry.ts'
import type { Interaction } from '../../schema/resource-definition.ts'
import type { Exchange } from '../exchange.ts'
import type { Handler, MethodTable } from './method-table.ts'
import { type InteractionParts, runInteraction } from './run-interaction.ts'

export interface EngineRoute {
  readonly pattern: string
  /** Throws AppError when there is no such type, or the path is one of what is not offered yet. */
  readonly findMethods: (segments: readonly string[]) => MethodTable
}

type Shape = readonly (readonly [method: string, interaction: Interaction])[]

const shapes: Readonly<Record<string, Shape>> = {
  '/:type': [
    ['GET', 'search-type'],
    ['POST', 'create'],
  ],
  '/:type/:id': [
    ['GET', 'read'],
    ['PUT', 'update'],
    ['DELETE', 'delete'],
  ],
  '/:type/:id/_history': [['GET', 'history-instance']],
  '/:type/:id/_history/:vid': [['GET', 'vread']],
}

/** For a path of the engine with and without `/fhir`. */
export function createEngineRoutes(registry: Registry, parts: InteractionParts): readonly EngineRoute[] {
  return Object.entries(shapes).flatMap(([pattern, shape]) => [
    toRoute(pattern, shape, { registry, parts, isUnderFhir: false }),
    toRoute(`/fhir${pattern}`, shape, { registry, parts, isUnderFhir: true }),
  ])
}

interface RouteParts {
  readonly registry: Registry
  readonly parts: InteractionParts
  readonly isUnderFhir: boolean
}

function toRoute(pattern: string, shape: Shape, routeParts: RouteParts): EngineRoute {
  const { registry, parts, isUnderFhir } = routeParts
  const offset = isUnderFhir ? 1 : 0
  const handle =
    (interaction: Interaction): Handler =>
    (exchange: Exchange) => {
      const [type = '', resourceId, , versionId] = exchange.target.segments.slice(offset)
      return runInteraction(exchange, { interaction, type, resourceId, versionId, isUnderFhir }, parts)
    }
  const tables = new Map(registry.types.map((type) => [type.type, toTable(shape, type, handle)]))
  return {
    pattern,
    findMethods(segments) {
      refuseUnbuilt(segments.slice(offset))
      const table = tables.get(segments[offset] ?? '')
      if (table === undefined) throw unknownPath()
      return table
    },
  }
}

function toTable(
  shape: Shape,
  type: ResourceType,
  handle: (interaction: Interaction) => Handler,
): MethodTable {
  const offered = shape.filter(([, interaction]) => type.interactions.has(interaction))
  return new Map(offered.map(([method, interaction]) => [method, handle(interaction)]))
}

/** What FHIR has at these paths and this server does not: said so, rather than taken for a resource's id. */
const unbuilt: ReadonlyMap<string | undefined, string> = new Map([
  ['_search', 'Searching with POST is not supported yet; use GET'],
  ['_history', 'The history of a type or of the system is not supported yet; use /<Type>/<id>/_history'],
])

function refuseUnbuilt(segments: readonly string[]): void {
  const sentence = unbuilt.get(segments[0]) ?? unbuilt.get(segments[1])
  if (sentence !== undefined) throw new AppError('not-supported', 'not-supported', sentence)
  if (segments.some((segment) => segment.startsWith('$'))) {
    throw new AppError('not-supported', 'not-supported', 'The operation is not supported')
  }
}

export function unknownPath(): AppError {
  return new AppError('not-found', 'unknown-path', 'There is no such path or resource type')
}
