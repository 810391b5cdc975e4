/** The template tag of the pages: escapes every value, and refuses one where escaping does not help. */
import { escapeHtml } from './escape.ts'
import { type HoleContext, isCode, scanHoles } from './html-context.ts'
import { isSafeUrl, refusedUrl, urlAttributes } from './safe-url.ts'

/** Finished markup. A class with a private field, so that nothing parsed from a request can pose as one. */
export class SafeHtml {
  readonly #markup: string
  constructor(markup: string) {
    this.#markup = markup
  }
  toString(): string {
    return this.#markup
  }
}

/** Finished attributes of one tag, made by `attributes`. */
export class SafeAttributes {
  readonly #markup: string
  constructor(markup: string) {
    this.#markup = markup
  }
  toString(): string {
    return this.#markup
  }
}

export type HtmlValue =
  | SafeHtml
  | SafeAttributes
  | string
  | number
  | false
  | null
  | undefined
  | readonly HtmlValue[]

const contextsByTemplate = new WeakMap<readonly string[], HoleContext[]>()

/** Markup with its values escaped for where they stand; null, undefined and false are left out, lists joined. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  let contexts = contextsByTemplate.get(literals)
  if (contexts === undefined) {
    contexts = scanHoles(literals)
    contextsByTemplate.set(literals, contexts)
  }
  let markup = literals[0] ?? ''
  contexts.forEach((context, index) => {
    markup += toMarkup(values[index], context) + (literals[index + 1] ?? '')
  })
  return new SafeHtml(markup)
}

/** Markup that is trusted as it is. Only for constants and for text that was checked to the last character. */
export function dangerouslyTrustedHtml(markup: string): SafeHtml {
  return new SafeHtml(markup)
}

/** Attributes that depend on a condition: `true` is the bare name; false, null and undefined leave it out. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): SafeAttributes {
  const parts: string[] = []
  for (const [name, value] of Object.entries(values)) {
    if (!/^[a-z][a-z-]*$/.test(name) || isCode(name) || urlAttributes.has(name)) {
      throw new Error(`html: the attribute ${name} cannot be set this way`)
    }
    if (value === false || value === null || value === undefined) continue
    parts.push(value === true ? name : `${name}="${escapeHtml(String(value))}"`)
  }
  return new SafeAttributes(parts.join(' '))
}

function toMarkup(value: HtmlValue, context: HoleContext): string {
  if (value === null || value === undefined || value === false) return ''
  if (context.kind === 'attributes') {
    if (value instanceof SafeAttributes) return value.toString()
    throw new Error('html: only attributes() may stand between attributes')
  }
  if (context.kind === 'text') return toText(value)
  if (typeof value === 'object') throw new Error('html: only text may stand in an attribute')
  const text = String(value)
  if (context.kind === 'url' && !isSafeUrl(text, context.attribute)) return refusedUrl
  return escapeHtml(text)
}

function toText(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof SafeHtml) return value.toString()
  if (value instanceof SafeAttributes) throw new Error('html: attributes stand inside a tag')
  if (Array.isArray(value)) return value.map(toText).join('')
  return escapeHtml(String(value))
}
