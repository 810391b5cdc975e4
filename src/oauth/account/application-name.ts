/** What a person sees of the client that a resource belongs to. */
import type { Documents } from '../../plugin.ts'
import { type ReferenceValue, referenceId } from '../../schema/reference.ts'
import { nameOfClient } from '../pages/client-name.ts'
import { Client } from '../resources/Client.ts'

/** Null: the client is gone. */
export async function findApplicationName(
  reference: ReferenceValue | undefined,
  documents: Documents,
): Promise<string | null> {
  const id = referenceId(reference, 'Client')
  const client = id === undefined ? null : await documents.get(Client, id)
  return client && nameOfClient(client)
}
