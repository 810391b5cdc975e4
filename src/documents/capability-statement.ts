/** What the server can do, derived from its types (https://hl7.org/fhir/R4/capabilitystatement.html). */
import { type EngineOperation, findOffered } from '../engine/operation-row.ts'
import { engineOperations } from '../engine/operations.ts'
import { mediaTypes } from '../formats/media-type.ts'
import type { JsonObject } from '../kernel/json.ts'
import { version } from '../kernel/version.ts'
import type { StartedPlugin } from '../plugin.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import type { SearchParameter } from '../schema/resource-definition.ts'
import { commonParameters, findServedParameters, findSortable } from './served-parameters.ts'

export interface StatementParts {
  readonly registry: Registry
  readonly baseUrl: string
  readonly plugins: readonly StartedPlugin[]
  /** Default: those of the engine. */
  readonly operations?: readonly EngineOperation[]
  /** Milliseconds since 1970: when the server was started. */
  readonly startedAt: number
  /** By type, search parameters whose index does not have all resources yet. */
  readonly unfinished?: ReadonlyMap<string, { readonly building: readonly string[] }>
}

export function toCapabilityStatement(parts: StatementParts): JsonObject {
  const { registry, baseUrl, plugins, operations = engineOperations, startedAt, unfinished } = parts
  const security = plugins.find((plugin) => plugin.security !== undefined)?.security
  const resource = registry.types.map((type) =>
    toResource(type, operations, unfinished?.get(type.type)?.building),
  )
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date(startedAt).toISOString(),
    kind: 'instance',
    software: { name: 'Firekeep', version },
    implementation: { description: 'Firekeep', url: baseUrl },
    fhirVersion: '4.0.1',
    format: ['json', ...mediaTypes],
    rest: [
      {
        mode: 'server',
        ...(security === undefined ? {} : { security }),
        // FHIR's JSON has no empty lists.
        ...(resource.length === 0 ? {} : { resource, searchParam: [sorting] }),
      },
    ],
  }
}

const sorting = {
  ...{ name: '_sort', type: 'special' },
  documentation:
    'What a search is sorted by: names of its parameters, separated by commas; `-` before one: the greatest first',
}

function toResource(
  definition: ResourceType,
  operations: readonly EngineOperation[],
  building: readonly string[] = [],
): JsonObject {
  const { type, description, history } = definition
  const interactions = new Set(findOffered(operations, definition).map(({ interaction }) => interaction))
  const searchParam = interactions.has('search-type') ? toSearchParams(definition, building) : []
  return {
    type,
    ...(description === '' ? {} : { documentation: description }),
    ...(interactions.size === 0 ? {} : { interaction: [...interactions].map((code) => ({ code })) }),
    // Not `versioned-update`: an update may name the version that it replaces, and need not.
    versioning: history ? 'versioned' : 'no-version',
    readHistory: interactions.has('vread'),
    updateCreate: interactions.has('update'),
    conditionalCreate: false,
    // If-None-Match and If-Modified-Since.
    conditionalRead: interactions.has('read') ? 'full-support' : 'not-supported',
    conditionalUpdate: false,
    conditionalDelete: 'not-supported',
    ...(searchParam.length === 0 ? {} : { searchParam }),
  }
}

function toSearchParams(definition: ResourceType, building: readonly string[]): JsonObject[] {
  const parameters: readonly SearchParameter[] = [...commonParameters, ...findServedParameters(definition)]
  const sortable = new Set(findSortable(definition))
  return parameters.map(({ name, type, description, path }) => ({
    name,
    type,
    documentation: [
      description ?? `Searches by ${path}`,
      ...(sortable.has(name) ? [] : ['(not for _sort)']),
      ...(building.includes(name) ? ['(its index is being built: searches are slower until then)'] : []),
    ].join(' '),
  }))
}
