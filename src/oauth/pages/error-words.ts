/** What people are told of an error of which no more than its status is known. */
import type { ErrorPageParts } from './error-page.ts'
import type { Texts } from './texts.ts'

export type ErrorWords = Pick<ErrorPageParts, 'title' | 'lead' | 'advice'>

/** Undefined: what a page says of any other request that it does not serve. */
export function wordsOfStatus(status: number, texts: Texts): ErrorWords | undefined {
  switch (status) {
    case 429:
      return { title: texts['error.wait'], lead: texts['error.waitLead'] }
    case 500:
      return { title: texts['error.unexpected'], lead: texts['error.unexpectedLead'] }
    case 503:
      return { title: texts['error.again'], lead: texts['error.againLead'] }
    default:
      return undefined
  }
}
