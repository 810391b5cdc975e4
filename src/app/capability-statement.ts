/** What the server can do, derived from its types (https://hl7.org/fhir/R4/capabilitystatement.html). */
import { version } from '../cli/version.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { StartedPlugin } from '../plugin.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'

export interface StatementParts {
  readonly registry: Registry
  readonly baseUrl: string
  readonly plugins: readonly StartedPlugin[]
  /** Milliseconds since 1970: when the server was started. */
  readonly startedAt: number
}

export function toCapabilityStatement({ registry, baseUrl, plugins, startedAt }: StatementParts): JsonObject {
  const security = plugins.find((plugin) => plugin.security !== undefined)?.security
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date(startedAt).toISOString(),
    kind: 'instance',
    software: { name: 'Firekeep', version },
    implementation: { description: 'Firekeep', url: baseUrl },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/json', 'text/yaml', 'application/yaml'],
    rest: [
      {
        mode: 'server',
        ...(security === undefined ? {} : { security }),
        resource: registry.types.map(toResource),
      },
    ],
  }
}

function toResource({ type, description, interactions, history, search }: ResourceType): JsonObject {
  const searchParam = [...search.values()].map(({ name, type: kind, description: documentation }) => ({
    name,
    type: kind,
    ...(documentation === undefined ? {} : { documentation }),
  }))
  return {
    type,
    ...(description === '' ? {} : { documentation: description }),
    interaction: [...interactions].map((code) => ({ code })),
    versioning: history ? 'versioned-update' : 'versioned',
    readHistory: history,
    updateCreate: true,
    ...(searchParam.length === 0 ? {} : { searchParam }),
  }
}
