/** Writes JSON values as YAML 1.2 that older readers understand too: what looks like another type is quoted. */
import { type Document, DUMP_SCHEMA, jsToAst, type Node, present } from 'js-yaml'
import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import { findDigits, rawNumbers } from '../../kernel/json-text.ts'

const options = { schema: DUMP_SCHEMA, lineWidth: -1 }

/** Block style, names in the order of the value, ends with a line break. */
export function toYamlText(value: JsonValue): string {
  const documents: Document[] = jsToAst(value, DUMP_SCHEMA, { noRefs: true, skipInvalid: true })
  const root = documents[0]?.contents
  if (root !== null && root !== undefined) restoreDigits(root, value)
  return present(documents, options)
}

/** Gives numbers the digits that they were read with. */
function restoreDigits(node: Node, value: JsonValue | undefined): void {
  if (typeof value !== 'object' || value === null) return
  if (node.kind === 'sequence') {
    for (const [index, item] of node.items.entries()) restoreMember(item, value as JsonValue[], String(index))
  }
  if (node.kind === 'mapping') {
    for (const item of node.items)
      if (item.key.kind === 'scalar') restoreMember(item.value, value, item.key.value)
  }
}

function restoreMember(node: Node, holder: JsonObject | JsonValue[], name: string): void {
  const digits = rawNumbers in holder ? findDigits(holder, name) : undefined
  if (digits !== undefined && node.kind === 'scalar') {
    node.value = digits
    node.tag = /[.eE]/.test(digits) ? 'tag:yaml.org,2002:float' : 'tag:yaml.org,2002:int'
  }
  restoreDigits(node, (holder as JsonObject)[name])
}
