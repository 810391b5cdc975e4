/**
 * The sentences of the pages: one file a language in `texts/`, each sentence replaceable by a setting. Words in braces are
 * filled in by the page. The words of an error itself are for support, and English in all languages.
 */
import { type HtmlValue, html, type SafeHtml } from './html.ts'
import { en } from './texts/en.ts'

export type TextKey = keyof typeof en
export type Texts = Readonly<Record<TextKey, string>>

export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key)
}

/** The text with `{word}` replaced by its value, escaped; a word without a value stays as it is. */
export function fillText(text: string, values: Readonly<Record<string, HtmlValue>>): SafeHtml {
  const parts = text.split(/\{(\w+)\}/)
  // Every second part is a word between braces: split keeps what its group caught.
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : Object.hasOwn(values, part) ? values[part] : `{${part}}`))}`
}

/** A waiting time, rounded up to whole seconds below two minutes, to whole minutes from there: `45 seconds`, `3 minutes`. */
export function toDuration(seconds: number, language: string): string {
  const whole = Math.max(1, Math.ceil(seconds))
  const [count, unit] = whole < 120 ? [whole, 'second'] : [Math.ceil(whole / 60), 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
