/** The operations of the engine: what policies link to, and which interaction of a type each one is. */
import type { Interaction } from '../schema/resource-definition.ts'
import type { OperationInfo } from './ports/access.ts'

export const interactionOf: Readonly<Record<string, Interaction>> = {
  FhirRead: 'read',
  FhirVread: 'vread',
  FhirSearch: 'search-type',
  FhirCreate: 'create',
  FhirUpdate: 'update',
  FhirDelete: 'delete',
  FhirHistory: 'history-instance',
}

export const engineOperations: readonly OperationInfo[] = [
  { id: 'FhirRead', description: 'Reads the current version of a resource' },
  { id: 'FhirVread', description: 'Reads one version of a resource' },
  { id: 'FhirSearch', description: 'Searches the resources of a type' },
  { id: 'FhirCreate', description: 'Creates a resource' },
  { id: 'FhirUpdate', description: 'Replaces a resource, or creates it under the given id' },
  { id: 'FhirDelete', description: 'Deletes a resource' },
  { id: 'FhirHistory', description: 'Lists the versions of a resource' },
  { id: 'FhirCapabilities', description: 'Describes what the server can do' },
]
