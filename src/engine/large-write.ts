/** Steps of a write that take long for a large body: elsewhere, or in slices. Of others they are as if this were not here. */
import { toJsonTextInSlices } from '../formats/json-slices.ts'
import { largeLength } from '../formats/large-documents.ts'
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import type { Operation } from './ports/access.ts'

export function isLarge({ bodyLength }: Operation): boolean {
  return bodyLength !== undefined && bodyLength > largeLength
}

/** All the problems of a large document, as `validate` of its type finds them. `text`: its JSON, where it is written already. */
export async function validateLarge(
  { largeDocuments }: EngineParts,
  { type, asker }: Task,
  document: JsonObject,
  text?: string,
): Promise<readonly Issue[]> {
  if (largeDocuments === undefined) return type.validate(document)
  const schema = JSON.stringify(type.jsonSchema)
  const written = text ?? (await toJsonTextInSlices(document))
  return type.addRules(document, await largeDocuments.check(asker, type.type, schema, written))
}
