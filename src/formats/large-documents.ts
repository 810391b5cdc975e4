/** Parsing, checking and writing of documents so large that others would have to wait for it. */
import { AppError, type Issue } from '../kernel/errors.ts'
import type { JsonValue } from '../kernel/json.ts'
import { createPlaces } from '../kernel/places.ts'
import { putTogether } from './document-pieces.ts'
import { type DocumentResult, type DocumentWork, doDocumentWork } from './document-work.ts'
import type { Format } from './media-type.ts'

/** From this length of the text on. */
export const largeLength = 256 * 1024

/** `asker`: tells callers apart, who take turns. Both throw what parsing throws, and AppError `busy`, `too-many-waiting`. */
export interface LargeDocuments {
  readonly parse: (asker: string, format: Format, text: string) => Promise<JsonValue>
  /** JSON text as YAML, or indented. */
  readonly write: (asker: string, format: Format, text: string) => Promise<string>
}

/** Checks the JSON text of a document, against the JSON text of the whole schema of its type. Throws as `LargeDocuments` does. */
export interface LargeChecks {
  readonly check: (asker: string, type: string, schema: string, text: string) => Promise<readonly Issue[]>
}

/** Does the work elsewhere, such as in another thread. Rejects when that takes too long. */
export type RunDocumentWork = (work: DocumentWork) => Promise<DocumentResult>

/** What waits is kept in memory: up to 8 MiB a document. */
const waiting = { maxWaiting: 8, maxWaitingOfOne: 2, maxWaitMs: 15_000 }

/** `size`: how many works run at a time. */
export function createLargeDocuments(run: RunDocumentWork, size: number): LargeDocuments & LargeChecks {
  const inPlace = createPlaces({ size, ...waiting })
  return {
    async parse(asker, format, text) {
      const result = await inPlace(asker, () => run({ kind: 'parse', format, text }))
      if (result.kind === 'pieces') return putTogether(result.pieces)
      if (result.kind === 'value') return result.value
      throw toError(result)
    },
    async write(asker, format, text) {
      const result = await inPlace(asker, () => run({ kind: 'write', format, text }))
      if (result.kind === 'text') return result.text
      throw toError(result)
    },
    async check(asker, type, schema, text) {
      const result = await inPlace(asker, () => run({ kind: 'check', type, schema, text }))
      if (result.kind === 'issues') return result.issues
      throw toError(result)
    },
  }
}

function toError(result: DocumentResult): AppError {
  if (result.kind === 'error') return new AppError(result.category, result.code, result.message)
  return new AppError('exception', 'document-work-failed', 'The work of another thread was not understood')
}

/** In this very thread, where there is no other. */
export const largeDocumentsHere: LargeDocuments = createLargeDocuments(
  async (work) => doDocumentWork(work, () => []),
  2,
)
