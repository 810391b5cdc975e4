/** What parsing and writing a document is, whichever thread does it. */
import { AppError, type ErrorCategory, type Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import { type Pieces, takeApart } from './document-pieces.ts'
import { inHumanOrder } from './human-order.ts'
import { parseJson, toJsonText } from './json-text.ts'
import type { Format } from './media-type.ts'
import { parseYaml, toYamlText } from './yaml.ts'

/** Bundles hold resources, which may be 64 levels deep themselves. */
const answerDepth = 128

/**
 * `parse`: of a body. `write`: JSON text as people read it, in YAML or indented. `check`: JSON text of a document against the
 * whole JSON Schema of its type, which is a text, too.
 */
export type DocumentWork =
  | { readonly kind: 'parse' | 'write'; readonly format: Format; readonly text: string }
  | { readonly kind: 'check'; readonly type: string; readonly schema: string; readonly text: string }

/** Plain data, as it goes from one thread to another. */
export type DocumentResult =
  | { readonly kind: 'pieces'; readonly pieces: Pieces }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | {
      readonly kind: 'error'
      readonly category: ErrorCategory
      readonly code: string
      readonly message: string
    }

export function parseDocument(format: Format, text: string): JsonValue {
  return format === 'yaml' ? parseYaml(text) : parseJson(text)
}

/** What a document is comes first. */
export function writeDocument(format: Format, document: string | JsonObject): string {
  const value = typeof document === 'string' ? parseJson(document, answerDepth) : document
  const ordered = isJsonObject(value) ? inHumanOrder(value) : value
  return format === 'yaml' ? toYamlText(ordered) : toJsonText(ordered, 2)
}

/** What a `check` is: lent by who knows schemas. */
export type CheckDocument = (type: string, schema: string, text: string) => readonly Issue[]

/** Never throws. */
export function doDocumentWork(work: DocumentWork, check: CheckDocument): DocumentResult {
  try {
    if (work.kind === 'check') return { kind: 'issues', issues: check(work.type, work.schema, work.text) }
    const { kind, format, text } = work
    if (kind === 'write') return { kind: 'text', text: writeDocument(format, text) }
    const value = parseDocument(format, text)
    const isStructure = Array.isArray(value) || isJsonObject(value)
    return isStructure ? { kind: 'pieces', pieces: takeApart(value) } : { kind: 'value', value }
  } catch (error) {
    if (error instanceof AppError) {
      const { category, code, message } = error
      return { kind: 'error', category, code, message }
    }
    return { kind: 'error', category: 'exception', code: 'document-work-failed', message: String(error) }
  }
}
