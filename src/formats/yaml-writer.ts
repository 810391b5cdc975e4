/** Writes JSON values as YAML 1.2 that older readers understand too: what looks like another type is quoted. */
import { type Document, DUMP_SCHEMA, jsToAst, type Node, present } from 'js-yaml'
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { findDigits, rawNumbers } from './json-text.ts'

const options = { schema: DUMP_SCHEMA, lineWidth: -1 }

/** Block style, names in the order of the value, ends with a line break. */
export function toYamlText(value: JsonValue): string {
  const documents: Document[] = jsToAst(value, DUMP_SCHEMA, { noRefs: true, skipInvalid: true })
  const root = documents[0]?.contents
  if (root === null || root === undefined) return present(documents, options)
  restoreDigits(root, value)
  const long = takeLongTexts(root)
  const text = present(documents, options)
  return long.size === 0 ? text : text.replaceAll(placeholders, (found) => long.get(found) ?? found)
}

/** Above this, a text is written in double quotes without a look at what would be prettier. */
const longText = 4096
const placeholders = /firekeep-long-text-[0-9a-f-]{36}-\d+/g

/**
 * The library tries each style with regular expressions, which takes seconds for megabytes on one runtime and overflows
 * the stack on another. Long texts are therefore put in afterwards, for names that nobody can guess.
 */
function takeLongTexts(root: Node): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const secret = crypto.randomUUID()
  const visit = (node: Node): void => {
    if (node.kind === 'sequence') for (const item of node.items) visit(item)
    if (node.kind === 'mapping') for (const item of node.items) visit(item.value)
    if (node.kind !== 'scalar' || node.value.length <= longText || node.tag !== 'tag:yaml.org,2002:str')
      return
    const name = `firekeep-long-text-${secret}-${found.size}`
    found.set(name, toDoubleQuoted(node.value))
    node.value = name
  }
  visit(root)
  return found
}

/** A JSON string is one of YAML 1.2, but for characters that YAML does not call printable (§5.1). */
function toDoubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
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
