/** The language of a person, and sentences in it: a file a language in `texts/`, of the console and of each page. */
import type en from '../texts/en.ts'

export const languages = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const
export type Language = keyof typeof languages

const kept = 'console.language'

/** What the person chose here, or the first of the browser's languages that there is. */
export const language: Language = choose([localStorage.getItem(kept) ?? '', ...navigator.languages])

function choose(tags: readonly string[]): Language {
  const found = tags.map((tag) => tag.split('-', 1)[0]?.toLowerCase() ?? '').find(isLanguage)
  return found ?? 'en'
}

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text)
}

/** The page is loaded anew in it. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(kept, chosen)
  location.reload()
}

/** Sentences by key, the same keys in every language. `{word}` is filled in by who says it. */
export type Texts = Readonly<Record<string, string>>
/** What `import.meta.glob('./texts/*.ts', { import: 'default' })` makes. */
export type TextFiles = Readonly<Record<string, () => Promise<unknown>>>
/** Says a sentence of `T`. */
export type Say<T extends Texts> = (key: keyof T & string, values?: Values) => string
export type Values = Readonly<Record<string, string | number>>

/** The sentences of one folder in the language of the person. */
export async function loadTexts<T extends Texts>(files: TextFiles): Promise<Say<T>> {
  const load = files[`./texts/${language}.ts`] ?? files['./texts/en.ts'] ?? files[`../texts/${language}.ts`]
  const texts = (await load?.()) as T
  return (key, values) => fill(texts[key] ?? key, values)
}

function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, word: string) =>
    Object.hasOwn(values, word) ? String(values[word]) : whole,
  )
}

let shared: Say<typeof en> = (key) => key

/** Before anything is shown. */
export async function loadSharedTexts(): Promise<void> {
  document.documentElement.lang = language
  shared = await loadTexts<typeof en>(import.meta.glob('../texts/*.ts', { import: 'default' }))
}

/** A sentence that the whole console shares. */
export const say: Say<typeof en> = (key, values) => shared(key, values)

/** `3 minutes ago`, `in 2 days`. */
export function sayWhen(time: Date | string): string {
  const seconds = (new Date(time).getTime() - Date.now()) / 1000
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  const [unit, size] = units.find(([, one]) => Math.abs(seconds) >= one) ?? (['second', 1] as const)
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / size), unit)
}

/** A moment in full, in the person's own time zone. */
export function sayTime(time: Date | string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(time),
  )
}
