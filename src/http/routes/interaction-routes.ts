/** The paths of resources (https://hl7.org/fhir/R4/http.html#summary), each also under `/fhir`: a type times an operation. */
import { type EngineOperation, findOffered } from '../../engine/operation-row.ts'
import type { Registry, ResourceType } from '../../schema/registry.ts'
import type { Handler } from '../answer.ts'
import { refuseUnbuiltId } from './other-methods.ts'
import { type InteractionParts, runInteraction } from './run-interaction.ts'

export interface HttpRoute {
  /** Upper case. */
  readonly method: string
  /** As Elysia writes paths: exact, or with `:names`. */
  readonly path: string
  readonly handle: Handler
}

export interface InteractionRouteParts extends InteractionParts {
  readonly registry: Registry
  readonly baseUrl: string
}

/** What the type offers: what its definition allows and the engine can. A path of which nothing is offered answers still. */
export function createInteractionRoutes(parts: InteractionRouteParts): readonly HttpRoute[] {
  return parts.registry.types.flatMap((type) =>
    findOffered(parts.engine.operations, type).flatMap((row) => [
      toRoute('', row, type, parts),
      toRoute('/fhir', row, type, parts),
    ]),
  )
}

/** Paths of the types, with or without operations. */
export function listInteractionPaths({ registry, engine }: InteractionRouteParts): readonly string[] {
  return registry.types.flatMap(({ type }) =>
    engine.operations.flatMap(({ place }) => ['', '/fhir'].map((prefix) => prefix + toPath(place, type))),
  )
}

function toRoute(
  prefix: string,
  row: EngineOperation,
  { type }: ResourceType,
  parts: InteractionRouteParts,
): HttpRoute {
  const baseUrl = parts.baseUrl + prefix
  return {
    method: row.method,
    path: prefix + toPath(row.place, type),
    handle(exchange, { id: resourceId, versionId }) {
      const refused = refuseUnbuiltId(exchange, resourceId, parts)
      if (refused !== undefined) return refused
      return runInteraction(exchange, { row, type, resourceId, versionId, baseUrl }, parts)
    },
  }
}

function toPath(place: string, type: string): string {
  return place.replace(':type', type)
}
