/** Pages for people at the addresses of the engine: the first page, and errors. */
import type { BrowserPages } from '../../plugin.ts'
import { renderApiPage } from '../pages/api-page.ts'
import type { Brandings } from '../pages/branding.ts'
import { renderErrorPage } from '../pages/error-page.ts'
import { type ErrorWords, wordsOfStatus } from '../pages/error-words.ts'
import { renderIndexPage } from '../pages/index-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import type { Texts } from '../pages/texts.ts'

export function createBrowserPages(brandings: Brandings, issuer: string): BrowserPages {
  return {
    index: (facts, request) => toPageResponse(renderIndexPage(brandings.of(request), facts)),
    api: (document, request) => toPageResponse(renderApiPage(brandings.of(request), document)),
    failure({ status, code, messages, requestId }, request) {
      const branding = brandings.of(request)
      const { texts } = branding
      const page = renderErrorPage({
        branding,
        ...describe(status, texts),
        ...{ code, message: messages.slice(0, maximumMessages).join(' '), requestId },
        link: { url: `${issuer}/`, text: texts['error.home'] },
      })
      return toPageResponse(page, { status })
    },
  }
}

const maximumMessages = 5

function describe(status: number, texts: Texts): ErrorWords {
  switch (status) {
    case 401:
    case 403:
      return { title: texts['error.credentials'], lead: texts['error.credentialsLead'] }
    case 404:
    case 410:
      return { title: texts['error.notFound'], lead: texts['error.notFoundLead'] }
    default:
      return wordsOfStatus(status, texts) ?? { title: texts['error.title'], lead: texts['error.request'] }
  }
}
