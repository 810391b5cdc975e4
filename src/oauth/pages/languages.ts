/** The languages of the pages, and which of them a person wants. */
import { parseWeightedList } from '../../formats/weighted-list.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import { it } from './texts/it.ts'
import { nl } from './texts/nl.ts'
import { pt } from './texts/pt.ts'
import type { Texts } from './texts.ts'

/** By primary language subtag (BCP 47). */
export const languages: Readonly<Record<string, Texts>> = { en, de, fr, es, nl, it, pt }

const maximumTags = 20

export interface LanguageWishes {
  /** Tags in the order of preference, separated by spaces (OpenID Connect Core §3.1.2.1); they go before the header. */
  readonly uiLocales: string | undefined
  /** `Accept-Language` (RFC 9110 §12.5.4). */
  readonly acceptLanguage: string | null
}

/** The first wished language that is offered, by its primary subtag (RFC 4647 §3.4); undefined: none of them is. */
export function chooseLanguage(
  { uiLocales = '', acceptLanguage }: LanguageWishes,
  isOffered: (subtag: string) => boolean,
): string | undefined {
  const wished = [...uiLocales.split(' ', maximumTags), ...rangesOf(acceptLanguage ?? '')]
  return wished.map(primarySubtag).find(isOffered)
}

/** `de` of `de-AT`, in lower case. */
export function primarySubtag(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? ''
}

/** Language ranges, those of higher weight first; what has the weight 0 is not acceptable. */
function rangesOf(header: string): readonly string[] {
  return parseWeightedList(header, maximumTags)
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ name }) => name)
}
