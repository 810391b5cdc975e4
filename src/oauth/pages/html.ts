/**
 * The template tag of the pages: every value is escaped for text and for quoted attributes (HTML Living Standard §13.1.2.3,
 * §13.3). Attribute values therefore always stand in quotes, URLs go through `safeUrl`, and no value stands in a script, a
 * style or an event handler: a test reads all templates.
 */
import { urlAttributes } from './safe-url.ts'

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

export type HtmlValue = SafeHtml | string | number | false | null | undefined | readonly HtmlValue[]

/** Markup with its values escaped; null, undefined and false are left out, lists joined. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  return new SafeHtml(literals.reduce((markup, literal, at) => markup + toMarkup(values[at - 1]) + literal))
}

/** Markup that is trusted as it is. Only for constants and for text that was checked to the last character. */
export function dangerouslyTrustedHtml(markup: string): SafeHtml {
  return new SafeHtml(markup)
}

/** Attributes that depend on a condition: `true` is the bare name; false, null and undefined leave it out. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): SafeHtml {
  const parts = Object.entries(values).map(([name, value]) => {
    if (!/^[a-z][a-z-]*$/.test(name) || isCode(name) || urlAttributes.has(name)) {
      throw new Error(`html: the attribute ${name} cannot be set this way`)
    }
    if (value === false || value === null || value === undefined) return ''
    return value === true ? name : `${name}="${escapeHtml(String(value))}"`
  })
  return new SafeHtml(parts.filter((part) => part !== '').join(' '))
}

/** Attributes whose value runs or is markup: escaping for HTML does not make a value safe in them. */
export function isCode(attribute: string): boolean {
  return /^(?:on|style$|srcdoc$|srcset$)/.test(attribute)
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof SafeHtml) return value.toString()
  return Array.isArray(value) ? value.map(toMarkup).join('') : escapeHtml(String(value))
}

// CR and LF become references so that the parser's newline normalisation (§13.2.3.5) does not change a value.
const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\0': '\uFFFD', // NUL is a parse error everywhere and cannot be written as a reference
}

/** The same text for the reader of the page, whatever characters it holds. */
export function escapeHtml(text: string): string {
  return text.toWellFormed().replace(/[&<>"'\r\n\0]/g, (character) => replacements[character] ?? '')
}
