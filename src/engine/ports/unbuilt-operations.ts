/** Operations of FHIR that policies and scopes may name and this server does not carry out. */
import type { ScopedOperation } from './access.ts'

/** Not offered: what they will need is known already. Entries of Bundles are decided one by one, so these need nothing. */
export const unbuiltOperations: readonly ScopedOperation[] = [
  { id: 'FhirTypeHistory', letters: 's' },
  { id: 'FhirSystemHistory', letters: 's' },
  { id: 'FhirConditionalCreate', letters: 'c' },
  { id: 'FhirConditionalUpdate', letters: 'cu' },
  { id: 'FhirPatch', letters: 'u' },
  { id: 'FhirConditionalPatch', letters: 'u' },
  { id: 'FhirConditionalDelete', letters: 'd' },
  { id: 'FhirBatch', letters: '' },
  { id: 'FhirTransaction', letters: '' },
]
